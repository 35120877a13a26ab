// Common parts of a report's pictures: text, colours, ticks, legends and the frame.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kairos::svg {

/// The text with `&`, `<`, `>` and quotes as entities. Control characters become spaces, and bytes
/// that are not UTF-8 become U+FFFD.
std::string escaped(std::string_view text);

/// The colour of series i. Colour-blind readers can distinguish the first eight (Okabe and Ito,
/// 2008, with grey and wine instead of black and yellow); lighter ones follow.
std::string colour(std::size_t i);

/// The colour of text on that colour: black or white.
std::string ink(std::size_t i);

/// About `count` multiples of 1, 2 or 5 times a power of ten, from low to high.
std::vector<double> round_ticks(double low, double high, double count);

/// A number for readers: at most six digits, without an exponent if avoidable.
std::string number(double value);

/// The approximate width of a text in this font size, in pixels.
double text_width(std::string_view text, double font_size);

/// A legend: marks and names side by side, on as many lines as necessary.
class Key {
 public:
  /// `y` is the position of the first line.
  Key(double left, double right, double y) : left_(left), right_(right), x_(left), y_(y) {}

  enum class Mark { square, stroke };
  void add(Mark mark, const std::string& colour, std::string_view name);
  [[nodiscard]] const std::string& text() const { return text_; }
  /// The position of the last line.
  [[nodiscard]] double y() const { return y_; }

 private:
  double left_, right_, x_, y_;
  std::string text_;
};

/// A picture with a white background.
std::string document(double width, double height, const std::string& body);

}  // namespace kairos::svg
