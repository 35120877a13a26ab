// What the pictures of a report have in common: text, colours, ticks and the frame.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kairos::svg {

/// The text with `&`, `<`, `>` and quotes as entities. Control characters become spaces, and bytes
/// that are not UTF-8 become U+FFFD.
std::string escaped(std::string_view text);

/// Of series i; colour-blind readers can tell the first eight apart (Okabe and Ito, 2008, with grey
/// and wine for black and yellow); then come lighter ones.
std::string colour(std::size_t i);

/// Of text on that colour: black or white.
std::string ink(std::size_t i);

/// About `count` multiples of 1, 2 or 5 times a power of ten, from low to high.
std::vector<double> round_ticks(double low, double high, double count);

/// A number for a reader: six digits at most, no exponent where avoidable.
std::string number(double value);

/// About how wide a text of this font size is, in pixels.
double text_width(std::string_view text, double font_size);

/// What colours mean: marks and names side by side, in as many lines as they need.
class Key {
 public:
  /// The first line stands at `y`.
  Key(double left, double right, double y) : left_(left), right_(right), x_(left), y_(y) {}

  enum class Mark { square, stroke };
  void add(Mark mark, const std::string& colour, std::string_view name);
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Of the last line.
  [[nodiscard]] double y() const { return y_; }

 private:
  double left_, right_, x_, y_;
  std::string text_;
};

/// A comment at the beginning of every picture by which Kairos knows its own.
inline constexpr std::string_view own_mark = "<!-- written by kairos -->";

/// A picture with a white ground, and the mark.
std::string document(double width, double height, const std::string& body);

}  // namespace kairos::svg
