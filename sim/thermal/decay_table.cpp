#include "sim/thermal/decay_table.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace kairos {
namespace {

using Pair = double __attribute__((vector_size(16)));
using Bits = std::int64_t __attribute__((vector_size(16)));

Pair load(const double* from) {
  Pair values;
  std::memcpy(&values, from, sizeof values);
  return values;
}
void store(double* to, Pair values) {
  std::memcpy(to, &values, sizeof values);
}

/// The reciprocal factorials 1 / (n + first)!, with alternating signs if requested.
template <std::size_t terms>
constexpr std::array<double, terms> reciprocal_factorials(int first, bool alternate) {
  std::array<double, terms> result{};
  double factorial = 1;
  for (int n = 2; n <= first; ++n) factorial *= n;
  for (std::size_t n = 0; n < terms; ++n) {
    result[n] = (alternate && n % 2 == 1 ? -1 : 1) / factorial;
    factorial *= static_cast<double>(n) + first + 1;
  }
  return result;
}

/// Horner's rule, unrolled at compile time, because a loop would cost more than the arithmetic.
template <std::size_t n = 0, std::size_t terms>
Pair polynomial(const std::array<double, terms>& coefficients, Pair x) {
  if constexpr (n + 1 == terms) {
    return Pair{} + coefficients[n];
  } else {
    return polynomial<n + 1>(coefficients, x) * x + coefficients[n];
  }
}

constexpr double small = 0.125;

Pair decayed_of_small(Pair x) {
  constexpr auto series = reciprocal_factorials<10>(1, true);
  return x * polynomial(series, x);
}

/// Computes exp(-x). Adding 1.5 * 2^52 rounds to a whole number, which is then in the lowest bits.
Pair exponential(Pair x) {
  constexpr auto series = reciprocal_factorials<14>(0, false);
  constexpr double largest = 700, log2_e = 1.4426950408889634, to_whole = 6755399441055744.0;
  constexpr double ln2_high = 0.693145751953125, ln2_low = 1.42860682030941723212e-6;
  constexpr int mantissa = 52;
  constexpr std::int64_t one = std::int64_t{0x3ff} << mantissa;
  const Pair limit = Pair{} + largest;
  x = x < limit ? x : limit;
  const Pair shifted = to_whole - x * log2_e;
  const Pair k = shifted - to_whole;
  Bits power;
  std::memcpy(&power, &shifted, sizeof power);
  power = (power << mantissa) + one;
  Pair scale;
  std::memcpy(&scale, &power, sizeof scale);
  return polynomial(series, -x - k * ln2_high - k * ln2_low) * scale;
}

}  // namespace

void fill_decay_table(std::span<const double> rates, double elapsed, std::span<double> decayed) {
  const auto first_large = std::ranges::partition_point(
      rates, [elapsed](double rate) { return rate * elapsed <= small; });
  const std::size_t slow = static_cast<std::size_t>(first_large - rates.begin()) / 2 * 2;
  for (std::size_t i = 0; i < slow; i += 2) {
    store(&decayed[i], decayed_of_small(load(&rates[i]) * elapsed));
  }
  for (std::size_t i = slow; i < rates.size(); i += 2) {
    store(&decayed[i], 1 - exponential(load(&rates[i]) * elapsed));
  }
}

}  // namespace kairos
