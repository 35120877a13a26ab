// Reads, writes and documents distributions. Every kind has one row in the table below.
#include <algorithm>
#include <cmath>
#include <span>

#include "sim/base/find_by_name.hpp"
#include "sim/base/text.hpp"
#include "workloads/distribution.hpp"

namespace kairos {
namespace {

/// What is distributed.
enum class Of : std::uint8_t { numbers, durations };

/// How a kind of distribution is written: `{name: parameters}`.
struct Notation {
  std::string name;
  DistributionKind kind;
  std::string parameters, meaning;
  std::size_t count = 0;         ///< Number of parameters; zero for any positive number.
  bool is_whole = false;         ///< True if only whole numbers are distributed so.
  bool second_is_plain = false;  ///< True if the second parameter never has a unit.
};

const std::vector<Notation>& notations() {
  static const std::vector<Notation> all{
      {"uniform", DistributionKind::uniform, "[lowest, highest]",
       "every value between the two is equally likely", 2},
      {"normal", DistributionKind::normal, "[mean, deviation]",
       "normal distribution by its mean and its standard deviation; negative draws count as zero",
       2},
      {"exponential", DistributionKind::exponential, "mean", "exponential distribution by its mean",
       1},
      {"lognormal", DistributionKind::lognormal, "[mean, sigma]",
       "lognormal distribution by its mean and the standard deviation of its logarithm", 2, false,
       true},
      {"geometric", DistributionKind::geometric, "mean",
       "geometric distribution of whole numbers from 1 on, by its mean", 1, true},
      {"poisson", DistributionKind::poisson, "mean",
       "Poisson distribution of whole numbers from 0 on, by its mean", 1, true},
      {"values", DistributionKind::values, "[value, ...]", "each of the values is equally likely"}};
  return all;
}

std::vector<Notation> notations_of(Of of) {
  std::vector<Notation> some = notations();
  if (of == Of::durations) std::erase_if(some, [](const Notation& n) { return n.is_whole; });
  return some;
}

const Notation& notation_of(DistributionKind kind) {
  return *std::ranges::find(notations(), kind, &Notation::kind);
}

Of of_parameter(const Notation& notation, std::size_t position, Of of) {
  return notation.second_is_plain && position == 1 ? Of::numbers : of;
}

constexpr std::string_view example(Of of) {
  return of == Of::durations ? "{exponential: 2 s}" : "{lognormal: [500, 0.8]}";
}

// ---- Reading

double read_parameter(const Value& from, Of of) {
  double value = 0;
  if (of == Of::durations) {
    Duration duration;
    Codec<Duration>::read(from, duration);
    value = duration.seconds();
  } else {
    Codec<double>::read(from, value);
  }
  if (value >= 0) return value;
  throw InputError(from.place, from.shown() + " is negative; write zero or more");
}

const Notation& find_notation(const Value::Entry& entry, Of of) {
  const std::vector<std::string> known = names_in(notations_of(of));
  const auto found = std::ranges::find(notations(), entry.key, &Notation::name);
  if (found == notations().end()) {
    throw InputError(entry.place, unknown_name("distribution", entry.key, known));
  }
  if (of == Of::durations && found->is_whole) {
    throw InputError(entry.place, "'" + entry.key +
                                      "' is a distribution of whole numbers, not of durations; "
                                      "write " +
                                      one_of(known));
  }
  return *found;
}

void check_count(const Notation& notation, std::size_t count, const SourceLocation& place) {
  if (count > 0 && (notation.count == 0 || count == notation.count)) return;
  throw InputError(place, "'" + notation.name + "' has " + counted(count, "parameter") +
                              "; write {" + notation.name + ": " + notation.parameters + "}");
}

/// Checks that the parameters fit each other and the kind.
void check_parameters(const Distribution& distribution, const Value& written) {
  const std::vector<double>& p = distribution.parameters;
  if (distribution.kind == DistributionKind::uniform && p[0] > p[1]) {
    throw InputError(written.place, "the lowest value of 'uniform' exceeds the highest, " +
                                        written.in_line() + "; exchange them");
  }
  if (distribution.kind == DistributionKind::geometric && p[0] < 1) {
    throw InputError(written.place,
                     "the mean of 'geometric' is " + written.in_line() +
                         ", but it distributes whole numbers from 1 on; write 1 or more");
  }
}

Distribution read_map(const Value::Entry& entry, Of of) {
  const Notation& notation = find_notation(entry, of);
  const Value& written = entry.value;
  std::span<const Value> items(&written, 1);
  if (written.is_list()) items = written.items;
  if (written.is_null()) items = {};
  check_count(notation, items.size(), written.is_null() ? entry.place : written.place);
  Distribution result{notation.kind, {}};
  Mistakes mistakes;
  for (std::size_t i = 0; i < items.size(); ++i) {
    mistakes.attempt([&] {
      result.parameters.push_back(read_parameter(items[i], of_parameter(notation, i, of)));
    });
  }
  mistakes.report();
  check_parameters(result, written);
  return result;
}

Distribution read_distribution(const Value& from, Of of) {
  if (from.is_scalar()) return {DistributionKind::constant, {read_parameter(from, of)}};
  if (from.is_map() && from.entries.size() == 1) return read_map(from.entries.front(), of);
  const std::string found =
      from.is_map() ? "a map with " + counted(from.entries.size(), "key") : from.shown();
  const std::string wanted = of == Of::durations ? "a duration" : "a number";
  throw InputError(from.place, "expected " + wanted + " or one distribution, found " + found +
                                   "; write one such as " + std::string(example(of)));
}

// ---- Writing

Value write_parameter(double value, Of of) {
  if (of == Of::numbers) return Codec<double>::write(value);
  return Codec<Duration>::write(
      Duration::picoseconds(std::llround(value * picoseconds_per_second)));
}

Value write_distribution(const Distribution& distribution, Of of) {
  const std::vector<double>& p = distribution.parameters;
  if (distribution.kind == DistributionKind::constant) return write_parameter(p[0], of);
  const Notation& notation = notation_of(distribution.kind);
  Value list = Value::list();
  for (std::size_t i = 0; i < p.size(); ++i) {
    list.items.push_back(write_parameter(p[i], of_parameter(notation, i, of)));
  }
  Value map = Value::map();
  map.set(notation.name, notation.count == 1 ? list.items.front() : list);
  return map;
}

// ---- Documentation

std::shared_ptr<const Schema> schema_of_parameters(const Notation& notation, const Schema& value) {
  const Schema item = notation.second_is_plain && value.kind == Schema::Kind::quantity
                          ? Schema{}  // A duration and a number.
                          : value;
  return std::make_shared<const Schema>(
      Schema{.kind = Schema::Kind::list, .item = std::make_shared<const Schema>(item)});
}

/// A single value, or a map with one key.
template <class T>
Schema schema_of(Of of) {
  const Schema value = Codec<T>::schema();
  std::vector<FieldSchema> fields;
  for (const Notation& notation : notations_of(of)) {
    fields.push_back({.name = notation.name,
                      .meaning = notation.meaning + ": " + notation.parameters,
                      .bounds = {},
                      .preset = {},
                      .schema = schema_of_parameters(notation, value)});
  }
  return {.kind = Schema::Kind::record,
          .quantity = of == Of::durations ? "distribution of durations" : "distribution of numbers",
          .example = example(of),
          .item = std::make_shared<const Schema>(value),
          .fields = std::move(fields),
          .scalar_too = true};
}

}  // namespace

void Codec<Distribution>::read(const Value& from, Distribution& to) {
  to = read_distribution(from, Of::numbers);
}

Value Codec<Distribution>::write(const Distribution& value) {
  return write_distribution(value, Of::numbers);
}

Schema Codec<Distribution>::schema() {
  return schema_of<double>(Of::numbers);
}

void Codec<DurationDistribution>::read(const Value& from, DurationDistribution& to) {
  to.seconds = read_distribution(from, Of::durations);
}

Value Codec<DurationDistribution>::write(const DurationDistribution& value) {
  return write_distribution(value.seconds, Of::durations);
}

Schema Codec<DurationDistribution>::schema() {
  return schema_of<Duration>(Of::durations);
}

}  // namespace kairos
