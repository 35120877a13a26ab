// Tests the models of the library against the published numbers of their parameters.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/files/library.hpp"
#include "tests/support/program.hpp"
#include "workloads/models/model_config.hpp"
#include "workloads/models/network.hpp"

namespace kairos {
namespace {

ModelConfig named_model(const std::string& name) {
  ModelConfig config;
  Codec<ModelConfig>::read(resolve(Value::scalar(name), Shelf::models), config);
  return config;
}

class ModelLibrary : public ::testing::TestWithParam<std::string> {};

TEST_P(ModelLibrary, HasTheParametersThatWerePublished) {
  ModelConfig config = named_model(GetParam());
  EXPECT_EQ(config.name, GetParam());
  EXPECT_FALSE(config.source.empty());
  if (config.parameters == 0) return;
  const auto& options = Registry<Model>::entries().at(config.model.name).info.options();
  const bool can_unfold =
      std::ranges::find(options, "fold_norms", &FieldSchema::name) != options.end();
  // Published numbers count two parameters for each channel of a batch normalisation.
  if (can_unfold && GetParam() != "yolov8n") {
    config.model.options.set("fold_norms", Value::scalar("false"));
  }
  const double constants = GetParam() == "yolov8n" ? 16 : 0;  // the numbers 0 to 15
  EXPECT_EQ(parameters(*config.model.make(), config.call) + constants, config.parameters);
}

INSTANTIATE_TEST_SUITE_P(All, ModelLibrary, ::testing::ValuesIn(shelf_names(Shelf::models)),
                         [](const auto& test) { return test.param; });

TEST(ModelLibraryList, IsLongEnough) {
  EXPECT_GE(shelf_names(Shelf::models).size(), 24U);
}

/// Models whose weights or exact numbers are not public have the number of their names or papers.
TEST(ModelLibraryList, HasAboutTheParametersOfItsNames) {
  for (const auto& [name, published, tolerance] : {std::tuple{"opt_13b", 13e9, 0.5e9},
                                                   {"opt_175b", 175e9, 0.5e9},
                                                   {"matmul_free_370m", 370e6, 5e6},
                                                   {"matmul_free_2_7b", 2.7e9, 0.05e9}}) {
    const ModelConfig config = named_model(name);
    EXPECT_EQ(config.parameters, 0) << name;
    EXPECT_NEAR(parameters(*config.model.make(), config.call), published, tolerance) << name;
  }
}

TEST(ModelLibraryList, IsShownByTheProgram) {
  const auto list = testing::kairos_program("list models");
  EXPECT_NE(list.output.find("llama2_7b"), std::string::npos);
  EXPECT_NE(list.output.find("plug-in: transformer"), std::string::npos);
  const auto named = testing::kairos_program("describe model llama2_7b");
  EXPECT_NE(named.output.find("Parameters: 6738415616"), std::string::npos) << named.output;
  const auto plug_in = testing::kairos_program("describe model transformer");
  EXPECT_NE(plug_in.output.find("key_value_heads = 0"), std::string::npos) << plug_in.output;
  const auto wrong = testing::kairos_program("describe model llama2");
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.output.find("did you mean 'llama2_"), std::string::npos) << wrong.output;
}

/// A decode step of Llama-2-7B at a context of 2048 has 15 operators in each of 32 layers in three
/// steps of attention, and an embedding, a norm and the output layer. It reads the keys and values
/// of all tokens, and writes those of the new one.
TEST(ModelLibraryList, HasItsOperatorsShown) {
  const auto shown = testing::kairos_program(
      "operators llama2_7b --set call.phase=decode --set call.context=2048 --set "
      "model.attention=steps --format json");
  ASSERT_EQ(shown.code, 0) << shown.output;
  const auto table = nlohmann::json::parse(shown.output);
  EXPECT_EQ(table.at("name"), "llama2_7b");
  EXPECT_EQ(table.at("totals").at("operators"), 32 * 15 + 3);
  EXPECT_EQ(table.at("totals").at("weights").at("elements"), 6'738'415'616);
  EXPECT_EQ(table.at("totals").at("state").at("bytes"), (2048 + 1) * 524'288);
}

TEST(ModelLibraryList, IsCheckedByTheProgram) {
  const auto file = shelf_folder(Shelf::models) / "llama3_8b.yaml";
  const auto good = testing::kairos_program("check " + file.string());
  EXPECT_NE(good.output.find("model 'llama3_8b' is fine: 420 operators, 8030 M parameters"),
            std::string::npos)
      << good.output;
  const auto bad =
      testing::kairos_program("check " + file.string() + " --set model.key_value_heads=7");
  EXPECT_EQ(bad.code, 2);
  EXPECT_NE(bad.output.find("'heads' is 32, which is not a multiple of 'key_value_heads', 7"),
            std::string::npos)
      << bad.output;
}

}  // namespace
}  // namespace kairos
