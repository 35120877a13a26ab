#include "experiments/profiles/platform_text.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/base/units.hpp"

namespace kairos {
namespace {

constexpr std::size_t most_lines = 20, widest = 110, longest_key = 200;

bool is_plain(const std::string& text) {
  constexpr std::string_view safe = "_./+()- ";
  const auto is_safe = [&](unsigned char c) {
    return std::isalnum(c) != 0 ||
           (c != '\0' && safe.find(static_cast<char>(c)) != std::string_view::npos);
  };
  std::string lower = text;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return !text.empty() && lower != "null" && text.back() != ' ' &&
         (std::isalnum(static_cast<unsigned char>(text.front())) != 0 || text.front() == '_') &&
         std::ranges::all_of(text, is_safe);
}

/// The text as a YAML scalar, in quotes if it needs them.
std::string scalar(const std::string& text) {
  if (is_plain(text)) return text;
  std::string quoted = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// A key of a cluster and its value, as pieces between which a line may be broken.
using Field = std::vector<std::string>;

/// "key: {a, b, c}" or "key: [a, b, c]" as a field.
Field collection(const std::string& head, Field items, const std::string& tail) {
  items.front().insert(0, head);
  items.back() += tail;
  return items;
}

enum class Breaks { anywhere, between_fields, none };

std::vector<std::string> lines_of(const std::vector<Field>& fields, Breaks breaks) {
  std::vector<std::string> lines{"  - {"};
  const char* between = "";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (std::size_t j = 0; j < fields[i].size(); ++j) {
      const std::string& piece = fields[i][j];
      const bool is_too_wide = lines.back().size() + piece.size() + 3 > widest;
      const bool is_large_field = fields[i].size() > 1 && j == 0;
      lines.back() += between;
      if (*between != '\0' && ((breaks == Breaks::anywhere && is_too_wide) ||
                               (breaks == Breaks::between_fields && is_large_field))) {
        lines.back().pop_back();
        lines.emplace_back("     ");
      }
      lines.back() += piece;
      between = ", ";
    }
  }
  lines.back() += '}';
  return lines;
}

/// Rounds a power to six digits of the unit in which it will be written: mW below 1 W.
Watts rounded(Watts power) {
  const double unit = power < Watts(1) ? 1e3 : 1;
  const std::string digits = fmt::format("{:.6g}", power.value() * unit);
  return Watts(std::strtod(digits.c_str(), nullptr) / unit);
}

class PlatformText {
 public:
  PlatformText(const Profile& profile, const ProfileFile& file,
               const PlatformTextSettings& settings)
      : profile_(profile), file_(file), settings_(settings) {
    for (const MeasuredTime& time : profile.times) add_unit(time.unit);
    for (const MeasuredPoint& point : profile.points) add_unit(point.unit);
    if (!units_.empty()) return;
    throw InputError({std::make_shared<const std::string>(file.file.text), 0, 0},
                     "the file has no measurements for this choice; choose others");
  }

  [[nodiscard]] std::string text() const {
    for (const bool is_inline : {true, false}) {
      const auto lines = document(is_inline, Breaks::anywhere);
      if (lines.size() <= most_lines) return joined(lines);
    }
    const auto lines = document(false, Breaks::between_fields);
    return joined(lines.size() <= most_lines ? lines : document(false, Breaks::none));
  }

 private:
  void add_unit(const std::string& unit) {
    if (std::ranges::count(units_, unit) == 0) units_.push_back(unit);
  }
  static std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }

  [[nodiscard]] std::string chip() const {
    for (const MeasuredTime& time : profile_.times) return time.chip;
    return profile_.points.front().chip;
  }
  [[nodiscard]] std::string file_name() const {
    return std::filesystem::path(file_.file.text).filename().string();
  }
  [[nodiscard]] std::string name() const {
    if (!settings_.name.empty()) return settings_.name;
    std::string slug =
        chip().empty() ? std::filesystem::path(file_.file.text).stem().string() : chip();
    for (char& c : slug) {
      const auto letter = static_cast<unsigned char>(c);
      c = std::isalnum(letter) != 0 ? static_cast<char>(std::tolower(letter)) : '_';
    }
    return slug;
  }
  [[nodiscard]] std::string source() const {
    if (!settings_.source.empty()) return settings_.source;
    std::string text = file_name() + " (format " + file_.format;
    if (!chip().empty()) text += ", chip " + chip();
    for (const auto& [label, values] : file_.selection.only) {
      text += fmt::format(", {} {}", label, fmt::join(values, " and "));
    }
    return text + ")";
  }

  [[nodiscard]] std::vector<std::string> document(bool is_inline, Breaks breaks) const {
    std::vector<std::string> lines{
        fmt::format("# Imported by 'kairos import profile' from {} (format {}).",
                    printable(file_name()), file_.format),
        "name: " + scalar(name()),
        "description: " + scalar(description()),
        "source: " + scalar(source()),
        "clusters:",
    };
    for (const std::string& unit : units_) {
      for (std::string& line : lines_of(cluster(unit, is_inline), breaks)) {
        lines.push_back(std::move(line));
      }
    }
    if (units_.size() > 1) lines.emplace_back("paths: [{from: all, to: all, bandwidth: 1 TB/s}]");
    for (std::string& line : sources()) lines.push_back(std::move(line));
    return lines;
  }

  [[nodiscard]] std::string description() const {
    const std::string of = chip().empty() ? file_name() : chip();
    if (profile_.points.empty()) return "measured times of " + of;
    return "measured clocks, powers and speeds of one core of each cluster of " + of;
  }

  [[nodiscard]] std::vector<Field> cluster(const std::string& unit, bool is_inline) const {
    const std::size_t letters = unit.find_last_not_of("0123456789") + 1;
    std::vector<Field> fields{{"name: " + scalar(unit)},
                              {"kind: " + scalar(letters == 0 ? unit : unit.substr(0, letters))}};
    add_points(unit, fields);
    add_kernels(unit, is_inline, fields);
    return fields;
  }

  void add_points(const std::string& unit, std::vector<Field>& fields) const {
    Field points, powers;
    const MeasuredPoint* fastest = nullptr;
    for (const MeasuredPoint& point : profile_.points) {
      if (point.unit != unit) continue;
      const std::string at = "{frequency: " + format(point.frequency);
      points.push_back(at + (point.voltage ? ", voltage: " + format(*point.voltage) : "") + "}");
      powers.push_back(at + ", busy: " + format(rounded(point.power)) + "}");
      if (fastest == nullptr || point.frequency > fastest->frequency) fastest = &point;
    }
    if (fastest == nullptr) return;
    fields.push_back(
        {"throughput: {" + scalar(fastest->kernel) + ": " + format(fastest->rate) + "}"});
    fields.push_back(collection("points: [", std::move(points), "]"));
    fields.push_back(collection("power: {profile: [", std::move(powers), "]}"));
  }

  void add_kernels(const std::string& unit, bool is_inline, std::vector<Field>& fields) const {
    Field kernels;
    for (const MeasuredTime& time : profile_.times) {
      if (time.unit != unit) continue;
      kernels.push_back(scalar(time.kernel) + ": " + format(time.time));
      is_inline = is_inline && time.shape.empty() && time.kernel.size() <= longest_key;
    }
    if (kernels.empty()) return;
    fields.push_back(is_inline ? collection("kernels: {", std::move(kernels), "}")
                               : Field{"kernel_times: " + reference(unit)});
  }

  /// The file and what is taken from it for a unit, as a map.
  [[nodiscard]] std::string reference(const std::string& unit) const {
    namespace fs = std::filesystem;
    const fs::path path = fs::absolute(file_.file.text).lexically_normal();
    const fs::path named =
        settings_.folder.empty()
            ? path
            : path.lexically_proximate(fs::absolute(settings_.folder).lexically_normal());
    std::string text = "{file: " + scalar(named.string()) + ", format: " + file_.format;
    if (!file_.selection.chip.empty()) text += ", chip: " + scalar(file_.selection.chip);
    text += ", unit: " + scalar(unit);
    std::string only;
    for (const auto& [label, values] : file_.selection.only) {
      std::vector<std::string> written;
      for (const std::string& value : values) written.push_back(scalar(value));
      only += fmt::format("{}{}: [{}]", only.empty() ? "" : ", ", scalar(label),
                          fmt::join(written, ", "));
    }
    return text + (only.empty() ? "}" : ", only: {" + only + "}}");
  }

  /// The source of each kind of figures.
  [[nodiscard]] std::vector<std::string> sources() const {
    std::vector<std::string> lines{"sources:"};
    const auto add = [&](const std::string& of, const std::string& figures, const char* status,
                         const std::string& from) {
      lines.push_back(fmt::format("  - {{of: {}, figures: {}, status: {}, from: {}}}", of, figures,
                                  status, scalar(from)));
    };
    std::vector<std::string> names;
    for (const std::string& unit : units_) names.push_back(scalar(unit));
    const std::string all = fmt::format("[{}]", fmt::join(names, ", "));
    if (!profile_.times.empty()) add(all, "kernels", "published", source());
    if (!profile_.points.empty()) {
      const bool has_voltages = std::ranges::all_of(
          profile_.points, [](const MeasuredPoint& point) { return point.voltage.has_value(); });
      add(all,
          has_voltages ? "[clocks, voltages, power, throughput]" : "[clocks, power, throughput]",
          "published", source());
      if (!has_voltages) {
        add(all, "voltages", "assumed",
            "1 V where none was measured, which has no effect, as the power is measured");
      }
    }
    if (units_.size() > 1) {
      add("paths", "bandwidth", "assumed",
          "the profile has no figure; transfers take next to no time");
    }
    return lines;
  }

  const Profile& profile_;
  const ProfileFile& file_;
  const PlatformTextSettings& settings_;
  std::vector<std::string> units_;
};

}  // namespace

std::string platform_text(const Profile& profile, const ProfileFile& file,
                          const PlatformTextSettings& settings) {
  return PlatformText(profile, file, settings).text();
}

}  // namespace kairos
