#include "platforms/compute_rates.hpp"

#include <algorithm>
#include <array>

#include "sim/base/find_by_name.hpp"

namespace kairos {
namespace {

template <class T>
const T* find_or_any(const std::map<std::string, T>& map, const std::string& name) {
  auto found = map.find(name);
  if (found == map.end()) found = map.find("any");
  return found == map.end() ? nullptr : &found->second;
}

void refuse_unknown_type(const std::string& type, const SourceLocation& where) {
  std::vector<std::string> known = all_names<DataType>();
  known.emplace_back("any");
  if (!std::ranges::count(known, type)) {
    throw InputError(where, unknown_name("data type", type, known));
  }
}

}  // namespace

void OperationEnergies::describe(Fields& f) {
  f("matrix", matrix, "energy of one operation of the matrix unit by data type");
  f("vector", vector, "energy of one operation of the vector unit by data type");
  f("special", special, "energy of one transcendental function by data type");
}

void OperationEnergies::check(const SourceLocation& where) const {
  for (const auto* energies : {&matrix, &vector, &special}) {
    for (const auto& [type, energy] : *energies) {
      refuse_unknown_type(type, where);
      if (energy >= JoulesPerOperation{}) continue;
      throw InputError(where, "the energy of an operation of '" + type + "' is " + format(energy) +
                                  "; write zero or more");
    }
  }
}

JoulesPerOperation OperationEnergies::of(ComputeUnit unit, DataType type) const {
  const auto& of_unit = unit == ComputeUnit::matrix   ? matrix
                        : unit == ComputeUnit::vector ? vector
                                                      : special;
  const JoulesPerOperation* found = find_or_any(of_unit, std::string(name_of(type)));
  return found == nullptr ? JoulesPerOperation{} : *found;
}

void ComputeRates::describe(Fields& f) {
  f("matrix", matrix,
    "operations per second of the matrix unit by data type ('any' for all others); one "
    "multiply-accumulate operation counts as two");
  f("vector", vector, "operations per second of the vector unit by data type");
  f("special", special, "exponentials and other transcendental functions per second by data type");
  f("efficiency", efficiency,
    "share of the rate that operators reach, by operator kind ('any' for all others, "
    "'depthwise_convolution' for convolutions with one channel in each group); without 'any', the "
    "element runs only the kinds that are named");
  f("half_work", half_work,
    "operations at which an operator reaches half of its efficiency, by operator kind");
  f("grain", grain,
    "granularity of the matrix unit by axis, such as {rows: 32, columns: 32}; extents are rounded "
    "up to whole multiples");
  f("overlap", overlap, "whether the units work at the same time instead of in turn");
  f("scratch", scratch, "size of the memory on the element").positive();
  f("energy", energy,
    "energy of one operation by unit and data type, on top of the power of the element");
}

void ComputeRates::check(const SourceLocation& where) const {
  for (const auto* rates : {&matrix, &vector, &special}) {
    for (const auto& [type, rate] : *rates) {
      refuse_unknown_type(type, where);
      if (!(rate > OperationsPerSecond{})) {
        throw InputError(where, "the rate for '" + type + "' is " + format(rate) +
                                    "; write a rate greater than zero");
      }
    }
  }
  for (const auto& [kind, share] : efficiency) {
    if (share > 0 && share <= 1) continue;
    throw InputError(where, "the efficiency of '" + kind + "' is " + shortest(share) +
                                "; write a number greater than 0 and at most 1");
  }
  for (const auto& [axis, extent] : grain) {
    if (extent > 0) continue;
    throw InputError(where, "the grain of '" + axis + "' is 0; write 1 or more");
  }
}

void ComputeRates::scale(double factor) {
  for (auto* of_unit : {&matrix, &vector, &special}) {
    for (auto& entry : *of_unit) entry.second = entry.second * factor;
  }
}

const std::map<std::string, OperationsPerSecond>& ComputeRates::rates(ComputeUnit unit) const {
  switch (unit) {
    case ComputeUnit::matrix:
      return matrix;
    case ComputeUnit::vector:
      return vector;
    case ComputeUnit::special:
      break;
  }
  return special;
}

ComputeUnit ComputeRates::executing(ComputeUnit unit) const {
  constexpr std::array nearest{ComputeUnit::special, ComputeUnit::vector, ComputeUnit::matrix};
  const auto first = std::ranges::find(nearest, unit);
  for (auto other = first; other != nearest.end(); ++other) {
    if (!rates(*other).empty()) return *other;
  }
  for (auto other = first; other != nearest.begin();) {
    if (!rates(*--other).empty()) return *other;
  }
  return unit;
}

std::optional<OperationsPerSecond> ComputeRates::rate(ComputeUnit unit, DataType type) const {
  const OperationsPerSecond* found = find_or_any(rates(unit), name_of(type));
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<double> ComputeRates::efficiency_of(const std::string& kind, Operations work) const {
  double share = 1;
  if (!efficiency.empty()) {
    const double* found = find_or_any(efficiency, kind);
    if (found == nullptr) return std::nullopt;
    share = *found;
  }
  if (const Operations* half = find_or_any(half_work, kind);
      half != nullptr && *half > Operations{}) {
    share *= work.value() / (work + *half).value();
  }
  return share;
}

}  // namespace kairos
