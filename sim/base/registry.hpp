// Registers plug-ins by name: an implementation registers itself in its own .cpp file and can then
// be selected in YAML, listed, described and tested, without a change to any other file.
//
//   const Register<Policy, Heft> registered{"heft", "highest upward rank first, earliest finish"};
//
// An interface defines the kind under which its plug-ins are listed, `static constexpr
// std::string_view kind = "cost"`. If messages should use another term, it also defines `called =
// "cost model"`; if options without a name are those of one of its plug-ins, it defines `usual =
// "poisson"`. If an implementation has a nested struct Options with describe(Fields&), it is
// constructed from these options.
#pragma once

#include <concepts>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

/// A registered implementation of any interface.
struct PluginInfo {
  std::string name, meaning;
  std::function<std::vector<FieldSchema>()> options;
  std::string_view called = {};  ///< The term for its interface in messages: "cost model".
  bool is_usual = false;         ///< True if options without a name are its options.
};

/// The term for a plug-in of an interface in messages.
template <class Interface>
constexpr std::string_view called() {
  if constexpr (requires { Interface::called; }) {
    return Interface::called;
  } else {
    return Interface::kind;
  }
}

/// All plug-ins of the program, by kind ("policy"); used by `kairos list`.
std::map<std::string, std::vector<PluginInfo>>& plugin_catalogue();

/// The message for an unknown plug-in: "unknown policy 'eft'; did you mean 'earliest_finish'?". The
/// abbreviations in brackets in the meaning of a plug-in, as in "(EFT, MCT)", are tried before the
/// nearest name.
std::string unknown_plugin(std::string_view kind, std::string_view wrong);

/// The properties of an implementation that its interface defines as `Traits` and finds by
/// traits_of<Implementation>(); empty for other interfaces.
template <class Interface>
struct TraitsOf {
  struct Type {};
};
template <class Interface>
requires requires {
  typename Interface::Traits;
}
struct TraitsOf<Interface> {
  using Type = typename Interface::Traits;
};

template <class Interface>
class Registry {
 public:
  struct Entry {
    PluginInfo info;
    typename TraitsOf<Interface>::Type traits;
    /// Builds a plug-in from its options, a map without the key 'name'; throws InputError.
    std::function<std::unique_ptr<Interface>(const Value& options)> make;
    /// Makes file paths among the options absolute (see anchor_files).
    std::function<void(Value& options)> anchor;
  };

  static std::map<std::string, Entry>& entries() {
    static std::map<std::string, Entry> all;
    return all;
  }
  static std::vector<std::string> names() {
    std::vector<std::string> result;
    for (const auto& [name, entry] : entries()) result.push_back(name);
    return result;
  }
  static const Entry& find(const std::string& name, const SourceLocation& place) {
    const auto found = entries().find(name);
    if (found == entries().end()) {
      throw InputError(place, unknown_plugin(Interface::kind, name));
    }
    return found->second;
  }
};

template <class Interface, std::derived_from<Interface> Implementation>
class Register {
 public:
  Register(std::string name, std::string meaning) {
    PluginInfo info{name, std::move(meaning), &option_schemas, called<Interface>()};
    if constexpr (requires { Interface::usual; }) info.is_usual = name == Interface::usual;
    plugin_catalogue()[std::string(Interface::kind)].push_back(info);
    Registry<Interface>::entries().insert(
        {std::move(name), {std::move(info), traits(), &make, &anchor}});
  }

 private:
  static constexpr typename TraitsOf<Interface>::Type traits() {
    if constexpr (requires { typename Interface::Traits; }) {
      return Interface::template traits_of<Implementation>();
    } else {
      return {};
    }
  }
  static std::unique_ptr<Interface> make(const Value& options) {
    if constexpr (requires { typename Implementation::Options; }) {
      typename Implementation::Options read;
      Codec<typename Implementation::Options>::read(options, read);
      return std::make_unique<Implementation>(read);
    } else {
      read_fields(options, Fields{});
      return std::make_unique<Implementation>();
    }
  }
  static void anchor(Value& options) {
    if constexpr (requires { typename Implementation::Options; }) {
      typename Implementation::Options read;
      Fields fields;
      read.describe(fields);
      anchor_files(options, fields);
    }
  }
  static std::vector<FieldSchema> option_schemas() {
    if constexpr (requires { typename Implementation::Options; }) {
      return Codec<typename Implementation::Options>::schema().fields;
    } else {
      return {};
    }
  }
};

/// A plug-in as selected in a document: `heft`, or `{name: annealing, sweeps: 500}`.
template <class Interface>
struct Choice {
  std::string name;
  Value options = Value::map();  ///< The options without the key 'name'.
  SourceLocation place;

  Choice() = default;
  explicit Choice(std::string plugin) : name(std::move(plugin)) {}

  [[nodiscard]] std::unique_ptr<Interface> make() const {
    return Registry<Interface>::find(name, place).make(options);
  }
};

template <class Interface>
struct Codec<Choice<Interface>> {
  static void read(const Value& from, Choice<Interface>& to) {
    to.place = from.place;
    to.options = Value::map(from.place);
    if (from.is_map()) {
      const Value* name = from.find("name");
      to.options = from;
      if (name != nullptr) {
        to.place = name->place;
        Codec<std::string>::read(*name, to.name);
        to.options.erase("name");
      } else if constexpr (requires { Interface::usual; }) {
        to.name = Interface::usual;
      } else {
        throw InputError(from.place, "'name' is missing; add the name of the " +
                                         std::string(called<Interface>()) + " (see 'kairos list')");
      }
    } else {
      to.name = scalar_text(from, called<Interface>());
    }
    static_cast<void>(to.make());  // throws for invalid options now, while their place is known
    Registry<Interface>::find(to.name, to.place).anchor(to.options);
  }
  static Value write(const Choice<Interface>& choice) {
    Value map = Value::map();
    map.set("name", Codec<std::string>::write(choice.name));
    for (const Value::Entry& entry : choice.options.entries) map.set(entry.key, entry.value);
    return map;
  }
  static Schema schema() {
    return {.kind = Schema::Kind::plugin, .quantity = Interface::kind, .scalar_too = true};
  }
};

}  // namespace kairos
