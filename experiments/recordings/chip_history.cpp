#include "experiments/recordings/chip_history.hpp"

#include <algorithm>
#include <map>

namespace kairos {
namespace {

constexpr std::string_view kind = "chip";
constexpr std::uint64_t version = 1;
constexpr std::size_t bytes_of_sample = 6;

void add_temperatures(ChipHistory& history, const ChipLog& log, const Platform& platform) {
  if (!log.has_temperatures()) return;
  const auto& groups = log.groups().elements;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    history.temperatures.push_back({groups[i].clusters, log.temperatures(i)});
  }
  for (std::size_t i = 0; i < log.zones().size(); ++i) {
    history.zones.push_back(
        {platform.thermal->zones[log.zones()[i]].name, log.zone_temperatures(i)});
  }
  std::map<double, std::string> trips;
  for (const ThermalZone& zone : platform.thermal->zones) {
    std::string& names = trips[zone.trip.celsius()];
    names += (names.empty() ? "" : ", ") + zone.name;
  }
  for (auto& [celsius, names] : trips) history.trips.push_back({celsius, std::move(names)});
}

void add_powers(ChipHistory& history, const ChipLog& log) {
  const auto& groups = log.groups().elements;
  bool is_known = false;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    history.powers.push_back({groups[i].clusters, log.powers(i)});
    const auto draws = [](const Sample& sample) { return sample.value > 0; };
    is_known = is_known || std::ranges::any_of(history.powers.back().samples, draws);
  }
  if (!is_known) history.powers.clear();
}

void add_frequencies(ChipHistory& history, const ChipLog& log, const Platform& platform) {
  const auto& groups = log.groups().clusters;
  bool is_changed = false;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto has_points = [&](ClusterId c) { return platform.clusters[c].points.size() > 1; };
    if (std::ranges::none_of(groups[i].clusters, has_points)) continue;
    history.frequencies.push_back({i, log.frequencies(i)});
    is_changed = is_changed || log.frequencies(i).size() > 1;
  }
  if (!is_changed) history.frequencies.clear();
}

/// Writes samples; the extremes are omitted if both equal the value.
void write_samples(ByteWriter& writer, const std::vector<Sample>& samples) {
  writer.number(samples.size());
  Time last;
  for (const Sample& sample : samples) {
    const bool has_range = sample.low != sample.value || sample.high != sample.value;
    writer.duration(sample.at - last);
    last = sample.at;
    writer.number(has_range ? 1 : 0);
    writer.real(static_cast<float>(sample.value));
    if (!has_range) continue;
    writer.real(static_cast<float>(sample.low));
    writer.real(static_cast<float>(sample.high));
  }
}

std::vector<Sample> read_samples(ByteReader& reader) {
  std::vector<Sample> samples(reader.count(bytes_of_sample));
  Time last;
  for (Sample& sample : samples) {
    last += reader.duration();
    const bool has_range = reader.number_below(2) == 1;
    sample = Sample(last, static_cast<double>(reader.real()));
    if (!has_range) continue;
    sample.low = static_cast<double>(reader.real());
    sample.high = static_cast<double>(reader.real());
  }
  return samples;
}

void write_lines(ByteWriter& writer, const std::vector<ChipHistory::Series>& lines) {
  writer.number(lines.size());
  for (const ChipHistory::Series& line : lines) {
    writer.number(line.cluster);
    write_samples(writer, line.samples);
  }
}

std::vector<ChipHistory::Series> read_lines(ByteReader& reader, std::size_t clusters) {
  std::vector<ChipHistory::Series> lines(reader.count(1));
  for (ChipHistory::Series& line : lines) {
    line.cluster = reader.number_below(clusters);
    line.samples = read_samples(reader);
  }
  return lines;
}

}  // namespace

ChipHistory history_of(const ChipLog& log, const Platform& platform, Time end) {
  ChipHistory history;
  history.end = end;
  for (const ElementGroup& group : log.groups().elements) {
    history.is_grouped = history.is_grouped || group.elements.size() > 1;
  }
  for (const ClusterGroup& group : log.groups().clusters) history.clusters.push_back(group.name);
  add_temperatures(history, log, platform);
  add_powers(history, log);
  add_frequencies(history, log, platform);
  return history;
}

void write(ByteWriter& writer, const ChipHistory& history) {
  writer.duration(history.end.since_start());
  writer.number(history.is_grouped ? 1 : 0);
  writer.texts(history.clusters);
  write_lines(writer, history.temperatures);
  write_lines(writer, history.powers);
  write_lines(writer, history.frequencies);
  writer.number(history.zones.size());
  for (const ChipHistory::Zone& zone : history.zones) {
    writer.text(zone.name);
    write_samples(writer, zone.samples);
  }
  writer.number(history.trips.size());
  for (const ChipHistory::Trip& trip : history.trips) {
    writer.real(static_cast<float>(trip.celsius));
    writer.text(trip.zones);
  }
}

ChipHistory read_chip_history(ByteReader& reader) {
  ChipHistory history;
  history.end = Time(reader.duration());
  history.is_grouped = reader.number_below(2) == 1;
  history.clusters = reader.texts();
  history.temperatures = read_lines(reader, history.clusters.size());
  history.powers = read_lines(reader, history.clusters.size());
  history.frequencies = read_lines(reader, history.clusters.size());
  history.zones.resize(reader.count(1));
  for (ChipHistory::Zone& zone : history.zones) {
    zone.name = reader.text();
    zone.samples = read_samples(reader);
  }
  history.trips.resize(reader.count(1));
  for (ChipHistory::Trip& trip : history.trips) {
    trip.celsius = static_cast<double>(reader.real());
    trip.zones = reader.text();
  }
  return history;
}

std::string bytes_of(const ChipHistory& history) {
  ByteWriter writer;
  write_header(writer, kind, version);
  write(writer, history);
  return writer.take();
}

ChipHistory chip_history_from(std::string_view bytes) {
  ByteReader reader(bytes);
  read_header(reader, kind, version);
  ChipHistory history = read_chip_history(reader);
  reader.expect_end();
  return history;
}

}  // namespace kairos
