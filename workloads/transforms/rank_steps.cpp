#include "workloads/transforms/rank_steps.hpp"

#include "sim/base/error.hpp"

namespace kairos {

RankSteps::RankSteps(Rewriter& rewriter, OperatorId collective)
    : rewriter_(rewriter), old_(collective), op_(rewriter.translated(collective)) {
  const Shape& shape = rewriter_.graph().tensors()[op_.reads.front().tensor].shape;
  last_.resize(static_cast<std::size_t>(shape[0]));
  size_ = shape[1];
}

CollectiveOperation RankSteps::operation() const {
  const std::int64_t result = rewriter_.graph().tensors()[op_.writes.front().tensor].shape[1];
  if (result > size_) return CollectiveOperation::all_gather;
  if (result < size_) return CollectiveOperation::reduce_scatter;
  return op_.work.empty() ? CollectiveOperation::all_to_all : CollectiveOperation::all_reduce;
}

Interval RankSteps::piece(std::size_t number) const {
  const auto n = static_cast<std::int64_t>(ranks()), i = static_cast<std::int64_t>(number);
  if (size_ < n) {
    throw InputError("operator '" + op_.name + "' has " + std::to_string(size_) +
                     " elements for each of " + std::to_string(n) +
                     " ranks, which are too few to be cut into a piece for each rank; use "
                     "'one_shot' or 'tree'");
  }
  return {size_ * i / n, size_ * (i + 1) / n};
}

RankSteps::Part RankSteps::input(std::size_t rank, Interval piece) const {
  return {op_.reads.front().tensor, static_cast<std::int64_t>(rank), piece.from, piece};
}

std::vector<RankSteps::Part> RankSteps::inputs() const {
  std::vector<Part> all;
  for (std::size_t r = 0; r < ranks(); ++r) {
    all.push_back(input(r, everything()));
    const std::int64_t from = size_ * static_cast<std::int64_t>(r);
    all.back().place = {from, from + size_};
  }
  return all;
}

std::vector<RankSteps::Part> RankSteps::column(Interval piece) const {
  std::vector<Part> all;
  for (std::size_t r = 0; r < ranks(); ++r) all.push_back(input(r, piece));
  return all;
}

RankSteps::Part RankSteps::moved(Part part, std::size_t to) const {
  part.place = piece(to);
  return part;
}

RankSteps::Part RankSteps::add(const std::string& step, std::size_t rank,
                               const std::vector<Part>& parts, bool waits) {
  OperatorGraph& graph = rewriter_.graph();
  const Interval place = parts.front().place;
  Tensor result = graph.tensors()[op_.reads.front().tensor];
  result.name = op_.name + "." + step + "." + std::to_string(rank);
  result.shape[0] = 1;
  result.shape[1] = place.size();

  Operator op;
  op.name = result.name;
  op.kind = op_.kind;
  op.type = op_.type;
  op.axes = {{"size", place.size()}};
  for (std::size_t d = 2; d < result.shape.size(); ++d)
    op.axes.push_back({"columns", result.shape[d]});
  const auto operand = [&](TensorId tensor, std::int64_t row, std::int64_t offset) {
    Operand made{tensor, {Form{{}, row}, along(0, 1, offset)}};
    for (std::size_t d = 2; d < result.shape.size(); ++d) made.dimensions.push_back(along(d - 1));
    return made;
  };
  for (const Part& part : parts) op.reads.push_back(operand(part.tensor, part.row, part.offset));
  if (parts.size() > 1) op.work = {{ComputeUnit::vector, static_cast<double>(parts.size() - 1)}};
  if (waits && last_[rank]) op.after = {*last_[rank]};
  const TensorId written = graph.add(result);
  op.writes = {operand(written, 0, 0)};
  last_[rank] = graph.add(std::move(op));
  placed_.push_back({*last_[rank], rank, step});
  return {written, 0, 0, place};
}

void RankSteps::finish(const std::vector<std::vector<Part>>& held) {
  Operator op = op_;
  const Shape& shape = rewriter_.graph().tensors()[op.writes.front().tensor].shape;
  op.axes = {{"ranks", shape[0]}, {"size", shape[1]}};
  op.work.clear();
  op.reads.clear();
  op.is_view = true;
  const auto operand = [&](TensorId tensor, Form rank, Form size) {
    Operand made{tensor, {std::move(rank), std::move(size)}};
    for (std::size_t d = 2; d < shape.size(); ++d) made.dimensions.push_back(along(d));
    return made;
  };
  for (std::size_t d = 2; d < shape.size(); ++d) op.axes.push_back({"columns", shape[d]});
  for (std::size_t r = 0; r < held.size(); ++r) {
    for (const Part& part : held[r]) {
      // Of a tensor of a single rank, only the tile of rank r reads a part. All tiles read their
      // own rows of an input.
      const std::int64_t row = part.row - static_cast<std::int64_t>(r);
      op.reads.push_back(
          operand(part.tensor, along(0, 1, row), along(1, 1, part.offset - part.place.from)));
    }
  }
  op.writes = {operand(op.writes.front().tensor, along(0), along(1))};
  const OperatorId id = rewriter_.graph().add(std::move(op));
  rewriter_.stand_in(old_, id);
  placed_.push_back({id, std::nullopt, "result"});
}

void RankSteps::finish(const std::vector<Part>& held) {
  std::vector<std::vector<Part>> all;
  for (Part part : held) {
    part.place = {0, part.place.size()};
    all.push_back({part});
  }
  finish(all);
}

void RankSteps::Placed::put(Program& program, const std::vector<std::string>& clusters) const {
  if (rank) {
    if (!clusters.empty()) program.partition.put(op, {clusters[*rank]});
    return;
  }
  const Operator& last = program.graph.operators()[op];
  const std::vector<double> equal(static_cast<std::size_t>(last.axes.front().extent), 1);
  program.partition.cut(program.graph, op, split(last.whole(), 0, equal));
  program.partition.put(op, clusters);
}

}  // namespace kairos
