// Tests that repeated parts of a JSON Schema are written once.
#include "experiments/schema/share_definitions.hpp"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kairos {
namespace {

using Json = nlohmann::ordered_json;

std::string shared(const std::string& schema) {
  Json json = Json::parse(schema);
  share_definitions(json);
  return json.dump();
}

/// A property that is longer than three references to it.
const std::string width =
    R"({"type":"integer","description":"numbers that the residual stream has for each token"})";

TEST(ShareDefinitions, WritesARepeatedPropertyOnce) {
  const std::string once = R"({"properties":{"a":{"properties":{"width":)" + width +
                           R"(}},"b":{"properties":{"width":)" + width +
                           R"(,"bias":{"type":"boolean"}}}},"$defs":{}})";
  EXPECT_EQ(shared(once),
            R"({"properties":{"a":{"properties":{"width":{"$ref":"#/$defs/width"}}},)"
            R"("b":{"properties":{"width":{"$ref":"#/$defs/width"},"bias":{"type":"boolean"}}}},)"
            R"("$defs":{"width":)" +
                width + "}}");
}

TEST(ShareDefinitions, NumbersANameThatIsTaken) {
  const std::string twice = R"({"properties":{"a":{"properties":{"width":)" + width +
                            R"(}},"b":{"items":{"properties":{"width":)" + width +
                            R"(}}},"c":{"$ref":"#/$defs/width"},"d":{"$ref":"#/$defs/width"}},)"
                            R"("$defs":{"width":{"type":"number"}}})";
  EXPECT_EQ(shared(twice),
            R"({"properties":{"a":{"properties":{"width":{"$ref":"#/$defs/width-2"}}},)"
            R"("b":{"items":{"properties":{"width":{"$ref":"#/$defs/width-2"}}}},)"
            R"("c":{"$ref":"#/$defs/width"},"d":{"$ref":"#/$defs/width"}},)"
            R"("$defs":{"width":{"type":"number"},"width-2":)" +
                width + "}}");
}

TEST(ShareDefinitions, LeavesShortPropertiesWhereTheyAre) {
  const std::string schema =
      R"({"properties":{"a":{"type":"boolean"},"b":{"type":"boolean"}},"$defs":{}})";
  EXPECT_EQ(shared(schema), schema);
}

TEST(ShareDefinitions, InsertsADefinitionThatIsUsedOnce) {
  EXPECT_EQ(shared(R"({"properties":{"a":{"$ref":"#/$defs/x","description":"one"},)"
                   R"("b":{"$ref":"#/$defs/y"},"c":{"$ref":"#/$defs/y"}},)"
                   R"("$defs":{"x":{"items":{"$ref":"#/$defs/z"}},)"
                   R"("y":{"type":"boolean"},"z":{"type":"text"}}})"),
            R"({"properties":{"a":{"items":{"type":"text"},"description":"one"},)"
            R"("b":{"$ref":"#/$defs/y"},"c":{"$ref":"#/$defs/y"}},)"
            R"("$defs":{"y":{"type":"boolean"}}})");
}

TEST(ShareDefinitions, KeepsADefinitionThatRefersToItself) {
  const std::string tree = R"({"properties":{"root":{"$ref":"#/$defs/tree"}},)"
                           R"("$defs":{"tree":{"properties":{"child":{"$ref":"#/$defs/tree"}}}}})";
  EXPECT_EQ(shared(tree), tree);
}

}  // namespace
}  // namespace kairos
