#include "policies/learned/observation.hpp"

namespace kairos {
namespace {

template <class T>
void append_all(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void append_shifted(std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from,
                    std::size_t by) {
  for (const std::uint32_t number : from) to.push_back(number + static_cast<std::uint32_t>(by));
}

}  // namespace

void TaskGraph::clear() {
  features.clear();
  for (auto* numbers : {&parents, &children, &node_of_row, &job_of_node, &question_of_job}) {
    numbers->clear();
  }
}

void TaskGraph::append(const TaskGraph& other, std::uint32_t questions_before) {
  const std::size_t nodes_before = nodes();
  append_all(features, other.features);
  append_shifted(parents, other.parents, nodes_before);
  append_shifted(children, other.children, nodes_before);
  append_shifted(node_of_row, other.node_of_row, nodes_before);
  append_shifted(job_of_node, other.job_of_node, question_of_job.size());
  append_shifted(question_of_job, other.question_of_job, questions_before);
}

void Observation::clear() {
  features.clear();
  prior.clear();
  questions = 0;
  question_of_row.clear();
  cluster_of_row.clear();
  context.clear();
  graph.clear();
}

void Observation::append(const Observation& other) {
  append_all(features, other.features);
  append_all(prior, other.prior);
  append_shifted(question_of_row, other.question_of_row, questions);
  append_all(cluster_of_row, other.cluster_of_row);
  append_all(context, other.context);
  graph.append(other.graph, questions);
  questions += other.questions;
}

}  // namespace kairos
