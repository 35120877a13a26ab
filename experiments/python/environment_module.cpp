// The learning environment (experiments/training/environment.hpp) as a Python module of numbers and
// bytes, from which kairos_gym.py makes a Gymnasium environment.
//
// Every question becomes a table of fixed size, as Gymnasium requires: `rows` rows of `width`
// 32-bit floats. Each possible answer has a row: 0 for a task or 1 for a place, the prior, the
// features, and zeros. Rows after the last answer hold zeros.
#include <algorithm>
#include <cstring>

#include <pybind11/pybind11.h>

#include "experiments/files/library.hpp"
#include "experiments/training/environment.hpp"
#include "experiments/training/training_config.hpp"

namespace kairos {
namespace {

namespace py = pybind11;

constexpr std::size_t head = 2;  ///< The columns of the question and the prior.
constexpr std::size_t width = head + std::max(task_width, place_width);

std::string training_file(const std::string& name) {
  if (!name.empty()) return name;
  return (shelf_folder(Shelf::experiments) / "train_learned.yaml").string();
}

/// Plays scenarios drawn as in a training, one per episode.
class PythonEnvironment {
 public:
  PythonEnvironment(const std::string& training, const std::vector<std::string>& assignments)
      : config_(load_training(training_file(training), assignments)) {
    for (const DomainConfig& domain : config_.domains) {
      rows_ = std::max(rows_, domain.platform.clusters.size());
    }
  }

  /// Begins an episode. With jobs = 0 it has as many jobs as at the start of the training; a
  /// negative load or noise is drawn.
  void reset(std::uint64_t seed, std::uint64_t jobs, double load, double noise) {
    VariationConfig variation = config_.variation;
    if (load >= 0) variation.load = {load, load};
    if (noise >= 0) variation.noise = {noise, noise};
    if (jobs == 0) jobs = static_cast<std::uint64_t>(config_.episodes.jobs.from);
    drawn_ = draw(config_.domains, variation, jobs, Random::stream(seed, "python"));
    environment_ = std::make_unique<Environment>(drawn_.scenario, config_.reward);
    environment_->reset(drawn_.scenario.seed);
  }

  double step(std::size_t row) {
    require_question();
    if (!environment_->is_legal(row))
      throw InputError("row " + std::to_string(row) +
                       " is not an action now; take a row of the mask");
    return environment_->step(row);
  }

  [[nodiscard]] bool is_over() const { return !environment_ || environment_->is_over(); }
  [[nodiscard]] std::string question() const {
    if (is_over()) return "none";
    return environment_->question() == Question::task ? "task" : "place";
  }

  [[nodiscard]] py::bytes observation() const {
    std::vector<float> table(rows_ * width);
    if (!is_over()) fill(table);
    return {reinterpret_cast<const char*>(table.data()), table.size() * sizeof(float)};
  }
  [[nodiscard]] py::bytes mask() const {
    std::string legal(rows_, '\0');
    for (std::size_t row = 0; row < rows_ && !is_over(); ++row) {
      legal[row] = environment_->is_legal(row) ? '\1' : '\0';
    }
    return {legal};
  }
  [[nodiscard]] py::dict scenario() const {
    py::dict facts;
    facts["domain"] = drawn_.domain;
    facts["load"] = drawn_.load;
    facts["noise"] = drawn_.noise;
    return facts;
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] double time() const { return environment_ ? environment_->now().seconds() : 0; }
  [[nodiscard]] double mean_latency() const {
    if (!environment_ || environment_->costs().jobs() == 0) return 0;
    const CostCurve& costs = environment_->costs();
    return costs.sojourn(environment_->now()).value() / static_cast<double>(costs.jobs());
  }

 private:
  void require_question() const {
    if (is_over()) throw InputError("the episode is over; call reset() before step()");
  }

  void fill(std::vector<float>& table) const {
    const Observation& seen = environment_->observation();
    const std::size_t features = seen.features.size() / std::max<std::size_t>(1, seen.rows());
    for (std::size_t row = 0; row < seen.rows(); ++row) {
      float* at = table.data() + row * width;
      at[0] = environment_->question() == Question::task ? 0.0F : 1.0F;
      at[1] = seen.prior[row];
      std::copy_n(seen.features.data() + row * features, features, at + head);
    }
  }

  TrainingConfig config_;
  Drawn drawn_;
  std::unique_ptr<Environment> environment_;
  std::size_t rows_ = Round::most_tasks;
};

}  // namespace
}  // namespace kairos

PYBIND11_MODULE(kairos_environment, module) {
  using kairos::PythonEnvironment;
  namespace py = pybind11;
  py::register_exception<kairos::InputError>(module, "InputError", PyExc_ValueError);
  module.attr("width") = kairos::width;
  py::class_<PythonEnvironment>(module, "Environment")
      .def(py::init([](const std::string& training, const py::list& assignments) {
        std::vector<std::string> texts;
        for (const py::handle assignment : assignments) {
          texts.push_back(py::cast<std::string>(assignment));
        }
        return std::make_unique<PythonEnvironment>(training, texts);
      }))
      .def("reset", &PythonEnvironment::reset)
      .def("step", &PythonEnvironment::step)
      .def("observation", &PythonEnvironment::observation)
      .def("mask", &PythonEnvironment::mask)
      .def("scenario", &PythonEnvironment::scenario)
      .def_property_readonly("rows", &PythonEnvironment::rows)
      .def_property_readonly("is_over", &PythonEnvironment::is_over)
      .def_property_readonly("question", &PythonEnvironment::question)
      .def_property_readonly("time", &PythonEnvironment::time)
      .def_property_readonly("mean_latency", &PythonEnvironment::mean_latency);
}
