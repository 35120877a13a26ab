// Distributions of numbers and of durations as a document states them.
//
//   500                              always 500
//   {uniform: [100, 900]}            every value in between is equally likely
//   {normal: [500, 100]}             mean and standard deviation; negative draws count as zero
//   {exponential: 500}               mean
//   {lognormal: [500, 0.8]}          mean, and standard deviation of the logarithm
//   {geometric: 200}                 whole numbers from 1 on, by their mean
//   {poisson: 3}                     whole numbers from 0 on, by their mean
//   {values: [1, 2, 4]}              each of them is equally likely
//
// Durations are written with their units: {exponential: 2 s}, {lognormal: [2 s, 0.5]}. They cannot
// be geometric or poisson, which are distributions of whole numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/fields.hpp"
#include "sim/base/random.hpp"

namespace kairos {

enum class DistributionKind : std::uint8_t {
  constant,
  uniform,
  normal,
  exponential,
  lognormal,
  geometric,
  poisson,
  values,
};

/// A distribution of numbers that are zero or more; durations are in seconds.
struct Distribution {
  DistributionKind kind = DistributionKind::constant;
  /// Its parameters in the order of the document, all of them zero or more.
  std::vector<double> parameters{0.0};

  [[nodiscard]] double draw(Random& random) const;
  /// The mean of the values that draw() returns. Those of `normal` are never negative, so their
  /// mean exceeds its first parameter.
  [[nodiscard]] double mean() const;
  /// The largest value that draw() can return; infinite if there is none.
  [[nodiscard]] double largest() const;
  /// The probability that draw() returns `value` or more.
  [[nodiscard]] double probability_of_at_least(double value) const;
  bool operator==(const Distribution&) const = default;
};

/// The same for durations.
struct DurationDistribution {
  Distribution seconds;

  /// A duration in whole picoseconds, to which draws are rounded. Throws InputError if it exceeds
  /// the range of Duration.
  [[nodiscard]] Duration draw(Random& random) const;
  bool operator==(const DurationDistribution&) const = default;
};

/// Reading throws InputError for an unknown distribution, a wrong number of parameters, and
/// parameters that are negative or that contradict each other.
template <>
struct Codec<Distribution> {
  static void read(const Value& from, Distribution& to);
  static Value write(const Distribution& value);
  static Schema schema();
};

template <>
struct Codec<DurationDistribution> {
  static void read(const Value& from, DurationDistribution& to);
  static Value write(const DurationDistribution& value);
  static Schema schema();
};

}  // namespace kairos
