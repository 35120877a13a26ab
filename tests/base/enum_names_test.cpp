#include "sim/base/enum_names.hpp"

#include <gtest/gtest.h>

namespace kairos {

enum class Colour : std::uint8_t { red, green };

template <>
struct EnumNames<Colour> {
  static constexpr std::string_view kind = "colour";
  static constexpr std::array names{EnumName{Colour::red, "red"}, EnumName{Colour::green, "green"}};
};

namespace {

TEST(EnumNames, AreReadAndWritten) {
  Colour colour = Colour::red;
  Codec<Colour>::read(Value::scalar("green"), colour);
  EXPECT_EQ(colour, Colour::green);
  EXPECT_EQ(Codec<Colour>::write(colour).text, "green");
}

TEST(EnumNames, AreKnownToMessagesAndToTheSchema) {
  Colour colour = Colour::red;
  try {
    Codec<Colour>::read(Value::scalar("gren"), colour);
    FAIL() << "an unknown name was taken";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "unknown colour 'gren'; did you mean 'green'?");
  }
  EXPECT_EQ(Codec<Colour>::schema().allowed, (std::vector<std::string>{"red", "green"}));
}

}  // namespace
}  // namespace kairos
