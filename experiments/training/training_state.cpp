#include "experiments/training/training_state.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

#include "experiments/files/write_file.hpp"
#include "sim/base/random.hpp"

namespace kairos {
namespace {

constexpr std::string_view magic = "KAIROSTR";

/// Writes the members of the state; Reader reads them. visit() gives both the same order.
class Writer {
 public:
  std::string bytes{magic};
  void operator()(std::uint64_t& number) { raw(&number, sizeof number); }
  void operator()(double& number) { raw(&number, sizeof number); }
  void operator()(std::string& text) {
    std::uint64_t size = text.size();
    (*this)(size);
    bytes += text;
  }
  void operator()(std::vector<float>& floats) {
    std::uint64_t size = floats.size();
    (*this)(size);
    raw(floats.data(), size * sizeof(float));
  }

 private:
  void raw(const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
  }
};

class Reader {
 public:
  struct EndsTooEarly {};

  explicit Reader(std::string_view bytes) : left_(bytes.substr(magic.size())) {}
  void operator()(std::uint64_t& number) { raw(&number, sizeof number); }
  void operator()(double& number) { raw(&number, sizeof number); }
  void operator()(std::string& text) {
    text.resize(size_of(1));
    raw(text.data(), text.size());
  }
  void operator()(std::vector<float>& floats) {
    floats.resize(size_of(sizeof(float)));
    raw(floats.data(), floats.size() * sizeof(float));
  }
  [[nodiscard]] bool is_at_end() const { return left_.empty(); }

 private:
  std::size_t size_of(std::size_t each) {
    std::uint64_t size = 0;
    (*this)(size);
    if (size > left_.size() / each) throw EndsTooEarly();
    return size;
  }
  void raw(void* data, std::size_t size) {
    if (size > left_.size()) throw EndsTooEarly();
    if (size == 0) return;  // An empty list has no memory.
    std::memcpy(data, left_.data(), size);
    left_.remove_prefix(size);
  }
  std::string_view left_;
};

template <class Visitor>
void visit(TrainingState& state, std::string& training, Visitor& member) {
  member(training);
  member(state.iteration);
  member(state.weights);
  member(state.average);
  member(state.best);
  member(state.adam.first);
  member(state.adam.second);
  member(state.adam.steps);
  member(state.best_iteration);
  member(state.stale);
  member(state.best_score);
  member(state.seconds);
  member(state.curve);
}

[[noreturn]] void refuse_damaged(const std::filesystem::path& file) {
  throw InputError(
      file.string() +
      ": the state of the training is damaged; delete the file and start again without --resume");
}

std::string bytes_of(const std::filesystem::path& file) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(file, unknown)) refuse_damaged(file);
  std::ostringstream stream;
  stream << std::ifstream(file, std::ios::binary).rdbuf();
  return stream.str();
}

bool are_finite(std::span<const float> numbers) {
  return std::ranges::all_of(numbers, [](float number) { return std::isfinite(number); });
}

/// True if the state is that of a network with so many weights. The checksum alone does not show
/// that.
bool is_possible(const TrainingState& state, std::size_t weights) {
  for (const auto* numbers : {&state.weights, &state.average, &state.best}) {
    if (numbers->size() != weights || !are_finite(*numbers)) return false;
  }
  for (const auto* moments : {&state.adam.first, &state.adam.second}) {
    const bool is_unused = moments->empty() && state.adam.steps == 0;
    if (!is_unused && (moments->size() != weights || !are_finite(*moments))) return false;
  }
  return state.best_iteration <= state.iteration && std::isfinite(state.best_score) &&
         state.best_score >= 0 && std::isfinite(state.seconds) && state.seconds >= 0;
}

}  // namespace

void Adam::step(std::span<const float> gradient, double rate, std::span<float> weights) {
  constexpr double keep_first = 0.9;
  constexpr double keep_second = 0.999;
  constexpr double least = 1e-8;
  first.resize(weights.size());
  second.resize(weights.size());
  ++steps;
  const auto n = static_cast<double>(steps);
  const double first_scale = 1 / (1 - std::pow(keep_first, n));
  const double second_scale = 1 / (1 - std::pow(keep_second, n));
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double g = static_cast<double>(gradient[i]);
    const double m = keep_first * static_cast<double>(first[i]) + (1 - keep_first) * g;
    const double v = keep_second * static_cast<double>(second[i]) + (1 - keep_second) * g * g;
    first[i] = static_cast<float>(m);
    second[i] = static_cast<float>(v);
    const double step = rate * m * first_scale / (std::sqrt(v * second_scale) + least);
    weights[i] -= static_cast<float>(step);
  }
}

void write_state(const std::filesystem::path& file, const TrainingState& state,
                 const std::string& training) {
  Writer writer;
  TrainingState copy = state;
  std::string own = training;
  visit(copy, own, writer);
  std::uint64_t checksum = mix(hash(writer.bytes));
  writer(checksum);
  write_file(file, writer.bytes);
}

std::optional<TrainingState> read_state(const std::filesystem::path& file,
                                        const std::string& training, std::size_t weights) {
  if (!std::filesystem::exists(std::filesystem::symlink_status(file))) return std::nullopt;
  const std::string bytes = bytes_of(file);
  const std::size_t body = bytes.size() - std::min(bytes.size(), sizeof(std::uint64_t));
  std::uint64_t checksum = 0;
  std::memcpy(&checksum, bytes.data() + body, bytes.size() - body);
  const std::string_view checked(bytes.data(), body);
  if (!checked.starts_with(magic) || checksum != mix(hash(checked))) {
    refuse_damaged(file);
  }
  TrainingState state;
  std::string own;
  Reader reader(checked);
  try {
    visit(state, own, reader);
  } catch (const Reader::EndsTooEarly&) {
    refuse_damaged(file);
  }
  if (own != training) {
    throw InputError(file.string() +
                     ": this is the state of another training; choose another folder with --out, "
                     "or leave out --resume");
  }
  if (!reader.is_at_end() || !is_possible(state, weights)) refuse_damaged(file);
  return state;
}

}  // namespace kairos
