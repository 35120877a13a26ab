// Clustering by k-means (Lloyd, 1982): each iteration assigns points to centres and moves the
// centres.
//
//   distances [points, clusters] = points * centres'   2 points * clusters * dimensions operations
//   nearest = argmin of distances                      points * clusters
//   sums = points added to their cluster               points * dimensions
//   centres = sums / counts                            clusters * dimensions
//
// Distances are written to memory, 4 B * points * clusters in fp32, which bounds the speed of a
// kernel that does not fuse the first two operators.
// Example: 1 M points of 128 numbers and 1024 clusters write and read 4.1 GB of distances in fp32.
// How far to trust it: exact for this form. Square norms of points and centres are not counted.

#include "sim/base/registry.hpp"
#include "workloads/models/model.hpp"
#include "workloads/models/network.hpp"

namespace kairos {
namespace {

class KMeans final : public ForwardModel {
 public:
  struct Options {
    std::int64_t points = 1'000'000, dimensions = 128, clusters = 1024, iterations = 1;

    void describe(Fields& f) {
      f("points", points, "number of points").between(1, std::int64_t{1} << 40U);
      f("dimensions", dimensions, "numbers of a point").between(1, 1 << 24);
      f("clusters", clusters, "number of clusters").between(1, 1 << 24);
      f("iterations", iterations, "number of iterations").between(1, 10'000);
    }
  };
  explicit KMeans(const Options& options) : options_(options) {}

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    Network net(std::move(title), call);
    const Kind nearest = operator_kind("reduction", {{"axes", -1}, {"type", "int32"}});
    const Kind sums = operator_kind("scatter_add", {{"rows", options_.clusters}});
    const Kind divide = operator_kind("pointwise");
    const TensorId points =
        net.input("points", {call.batch * options_.points, options_.dimensions});
    TensorId centres = net.input("centres", {options_.clusters, options_.dimensions});
    for (std::int64_t i = 0; i < options_.iterations; ++i) {
      const std::string prefix = "iteration" + std::to_string(i) + ".";
      const TensorId distances = net.product(prefix + "distances", points, centres);
      const TensorId assigned = net.add(nearest, prefix + "nearest", {distances});
      const TensorId sum = net.add(sums, prefix + "sums", {points, assigned});
      centres = net.add(divide, prefix + "centres", {sum});
    }
    return net.take();
  }

 private:
  Options options_;
};

const Register<Model, KMeans> registered{"k_means", "clustering of points by k-means"};

}  // namespace
}  // namespace kairos
