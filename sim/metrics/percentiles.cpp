#include "sim/metrics/percentiles.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace kairos {
namespace {

constexpr int bits = 11;  // 2048 buckets per octave

std::size_t bucket_of(std::uint64_t value) {
  const int width = static_cast<int>(std::bit_width(value));
  if (width <= bits + 1) return value;
  const int shift = width - bits - 1;
  return (static_cast<std::size_t>(shift) << bits) + (value >> shift);
}

/// The value in the middle of a bucket.
std::int64_t value_of(std::size_t bucket) {
  if (bucket < (std::size_t{2} << bits)) return static_cast<std::int64_t>(bucket);
  const std::size_t shift = (bucket >> bits) - 1;
  const std::size_t lowest = (bucket - (shift << bits)) << shift;
  return static_cast<std::int64_t>(lowest + (std::size_t{1} << shift) / 2);
}

}  // namespace

void Percentiles::add(Duration value) {
  ++count_;
  sum_seconds_ += value.seconds();
  max_ = std::max(max_, value);
  if (!buckets_.empty()) {
    count_in_bucket(value);
    return;
  }
  values_.push_back(value);
  if (values_.size() < kept_exactly) return;
  buckets_.assign(1, 0);
  for (const Duration kept : values_) count_in_bucket(kept);
  values_ = {};
}

void Percentiles::count_in_bucket(Duration value) {
  const std::size_t bucket = bucket_of(static_cast<std::uint64_t>(value.picoseconds()));
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
}

double Percentiles::mean_seconds() const {
  return count_ == 0 ? 0 : sum_seconds_ / static_cast<double>(count_);
}

Duration Percentiles::percentile(double p) const {
  if (count_ == 0) return {};
  const auto rank = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(std::ceil(p * static_cast<double>(count_) - 1e-9)));
  if (buckets_.empty()) {
    std::ranges::sort(values_);
    return values_[rank - 1];
  }
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= rank) return std::min(max_, Duration::picoseconds(value_of(bucket)));
  }
  return max_;
}

}  // namespace kairos
