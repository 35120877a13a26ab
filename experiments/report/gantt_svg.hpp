// Draws a run as a Gantt chart: who ran what when. A standalone SVG picture.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/engine/event.hpp"
#include "sim/engine/scenario.hpp"

namespace kairos {

/// One bar per task, coloured by application. Beyond 20000 bars, those too narrow to be seen join
/// their neighbours. Equal tasks give equal bytes.
std::string gantt_svg(std::span<const TaskFinished> tasks, const Scenario& scenario,
                      const std::string& title);

/// What the pictures of a report have in common.
namespace svg {

/// `&`, `<`, `>` and quotes as entities.
std::string escaped(std::string_view text);

/// Of series i; colour-blind readers can tell the first eight apart (Okabe and Ito, 2008, with
/// grey and wine for black and yellow); then come lighter ones.
std::string colour(std::size_t i);

/// Of text on that colour: black or white.
std::string ink(std::size_t i);

/// About `count` multiples of 1, 2 or 5 times a power of ten, from low to high.
std::vector<double> round_ticks(double low, double high, double count);

/// A number for a reader: six digits at most, no exponent where avoidable.
std::string number(double value);

/// The unit for a time axis that ends at `largest` seconds: its length in seconds and its name.
std::pair<double, std::string> time_unit(double largest);

/// About how wide a text of this font size is, in pixels.
double text_width(std::string_view text, double font_size);

/// A picture with a white ground.
std::string document(double width, double height, const std::string& body);

}  // namespace svg

}  // namespace kairos
