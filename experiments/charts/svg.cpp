#include "experiments/charts/svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kairos::svg {

namespace {

/// The text with U+FFFD in place of bytes that are not UTF-8.
std::string as_utf8(std::string_view text) {
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, is_plain)) return std::string(text);
  using nlohmann::json;
  return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : as_utf8(text)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

namespace {
std::array<int, 3> shade_of(std::size_t i) {
  constexpr std::array<std::array<int, 3>, 8> palette{{{0x00, 0x72, 0xB2},
                                                       {0xE6, 0x9F, 0x00},
                                                       {0x00, 0x9E, 0x73},
                                                       {0xCC, 0x79, 0xA7},
                                                       {0x56, 0xB4, 0xE9},
                                                       {0xD5, 0x5E, 0x00},
                                                       {0x5F, 0x5F, 0x5F},
                                                       {0x88, 0x22, 0x55}}};
  auto shade = palette[i % palette.size()];
  const bool is_light = i / palette.size() % 2 == 1;
  if (is_light) {
    for (int& channel : shade) channel = (channel + 255) / 2;
  }
  return shade;
}
}  // namespace

std::string colour(std::size_t i) {
  const auto [red, green, blue] = shade_of(i);
  return fmt::format("#{:02X}{:02X}{:02X}", red, green, blue);
}

std::string ink(std::size_t i) {
  const auto [red, green, blue] = shade_of(i);
  const bool is_dark = 0.30 * red + 0.59 * green + 0.11 * blue < 128;
  return is_dark ? "#FFFFFF" : "#111111";
}

std::vector<double> round_ticks(double low, double high, double count) {
  std::vector<double> ticks;
  if (!(high > low)) return {low};
  const double rough = (high - low) / count;
  const double decade = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * decade;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (factor * decade >= rough * 0.8) step = factor * decade;
  }
  constexpr double forgiven = 1e-9;
  for (double k = std::ceil(low / step - forgiven); k * step <= high + step * forgiven; ++k) {
    ticks.push_back(k * step + 0.0);  // Adding zero avoids a negative zero.
  }
  return ticks;
}

std::string number(double value) {
  const double size = std::abs(value);
  if (size > 0 && size < 1e-4) return fmt::format("{:.4g}", value);
  return size < 1e6 ? fmt::format("{:.6g}", value) : fmt::format("{:.10g}", value);
}

void Key::add(Mark mark, const std::string& colour, std::string_view name) {
  const double width = 18 + text_width(name, 12) + 16;
  if (x_ > left_ && x_ + width > right_) {
    x_ = left_;
    y_ += 18;
  }
  text_ += mark == Mark::square
               ? fmt::format(R"(<rect class="key" x="{:.1f}" y="{:.1f}" width="12" height="12" )"
                             R"(fill="{}"/>)",
                             x_, y_ - 10, colour)
               : fmt::format(R"(<path class="key" d="M{:.1f} {:.1f}h14" stroke="{}" )"
                             R"(stroke-width="3"/>)",
                             x_, y_ - 4, colour);
  text_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x_ + 18, y_, escaped(name));
  x_ += width;
}

std::string document(double width, double height, const std::string& body) {
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" "
             "height=\"{1:.0f}\" "
             "viewBox=\"0 0 {0:.0f} {1:.0f}\" font-family=\"Helvetica, Arial, "
             "sans-serif\" "
             "font-size=\"12\" fill=\"#222222\">\n"
             "<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n",
             width, height) +
         body + "</svg>\n";
}

double text_width(std::string_view text, double font_size) {
  const auto letters = std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return 0.61 * font_size * static_cast<double>(letters);
}

}  // namespace kairos::svg
