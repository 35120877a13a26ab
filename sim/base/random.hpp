// Random numbers that are equal on every machine: one seed per run, and a named stream per purpose.
//
// splitmix64 (Steele, Lea, Flood, OOPSLA 2014) is both the generator and the hash function. The
// distributions are written out here, because those of the standard library differ between
// implementations.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

namespace kairos {

/// A bijection that mixes the 64 bits of a number.
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// The FNV-1a hash of a name.
constexpr std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return h;
}

/// A stream of random numbers. Streams with different names are independent.
class Random {
 public:
  explicit constexpr Random(std::uint64_t state) : state_(state) {}

  /// The stream for one purpose of a run: Random::stream(seed, "arrivals").
  static constexpr Random stream(std::uint64_t seed, std::string_view purpose) {
    return Random(mix(mix(seed) ^ hash(purpose)));
  }
  /// A stream of its own for a numbered thing, such as a task of a job, so that the numbers drawn
  /// under one policy do not shift those drawn under another (common random numbers):
  /// Random::stream(seed, "noise", job, task).
  static constexpr Random stream(std::uint64_t seed, std::string_view purpose, std::uint64_t a,
                                 std::uint64_t b = 0) {
    return Random(mix(mix(mix(mix(seed) ^ hash(purpose)) ^ a) ^ b));
  }

  constexpr std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
  }

  /// A number uniformly distributed in [0, 1).
  constexpr double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  constexpr double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// A number uniformly distributed in {0, ..., n-1}, for n > 0. It is unbiased (Lemire 2019, by
  /// rejection).
  constexpr std::uint64_t index(std::uint64_t n) {
    const std::uint64_t threshold = (0 - n) % n;
    for (;;) {
      const Wide product = static_cast<Wide>(next()) * n;
      if (static_cast<std::uint64_t>(product) >= threshold) {
        return static_cast<std::uint64_t>(product >> 64);
      }
    }
  }
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }
  /// A standard normal number (Box-Muller; only one number of the pair is used).
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
  }

 private:
  __extension__ using Wide = unsigned __int128;
  std::uint64_t state_;
};

}  // namespace kairos
