#include "engine/gitops/application/application_set.h"

#include <format>

#include "engine/gitops/application/generators.h"
#include "engine/gitops/render/yaml.h"

namespace armillary::gitops {

namespace json = boost::json;

namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

bool isPlainField(std::string_view text) {
    constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-[]";
    return !text.empty() && text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

/// The parameter that an expression of Go's template language is; "" for what is more than a field.
std::string goParameter(std::string_view expression) {
    if (expression.starts_with("index .")) {
        // index .path.segments 1
        const std::string_view rest = expression.substr(7);
        const auto space = rest.find(' ');
        constexpr std::string_view kSegments = ".segments";
        if (space == std::string_view::npos || !rest.substr(0, space).ends_with(kSegments)) return {};
        const std::string_view number = trimmed(rest.substr(space));
        if (number.empty() || number.find_first_not_of("0123456789") != std::string_view::npos) return {};
        return std::format("{}[{}]", rest.substr(0, space - kSegments.size()), number);
    }
    if (!expression.starts_with('.') || !isPlainField(expression)) return {};
    return std::string(expression.substr(1));
}

}  // namespace

Expected<std::string> filledIn(std::string_view text, const Filling& filling) {
    std::string filled;
    for (std::size_t at = 0;;) {
        const auto begin = text.find("{{", at);
        filled += text.substr(at, begin - at);
        if (begin == std::string_view::npos) return filled;
        const auto end = text.find("}}", begin);
        if (end == std::string_view::npos) return problem("a template has {{ without }}");
        const std::string_view expression = trimmed(text.substr(begin + 2, end - begin - 2));
        const std::string name = filling.goTemplate ? goParameter(expression) : std::string(expression);
        if (name.empty() && !filling.keepsUnknown)
            return problem(std::format("{{{{{}}}}} is more than a field, which is not supported", expression));
        const auto found = filling.parameters.find(name);
        at = end + 2;
        if (found != filling.parameters.end()) {
            filled += found->second;
        } else if (filling.keepsUnknown) {
            filled += text.substr(begin, at - begin);
        } else {
            return problem(std::format("no generator gives what {{{{{}}}}} asks for", expression));
        }
    }
}

Expected<> fillIn(json::value& value, const Filling& filling) {
    if (value.is_string()) {
        const std::string_view text = value.get_string();
        if (!text.contains("{{")) return {};
        auto filled = filledIn(text, filling);
        if (!filled) return std::unexpected(std::move(filled.error()));
        value = std::move(*filled);
    } else if (value.is_array()) {
        for (json::value& each : value.get_array())
            if (auto done = fillIn(each, filling); !done) return done;
    } else if (value.is_object()) {
        for (auto& member : value.get_object())
            if (auto done = fillIn(member.value(), filling); !done) return done;
    }
    return {};
}

Expected<std::vector<json::object>> expandSet(const json::object& set, const Tree& tree, const IsOurs& isOurs) {
    const json::object* const spec = objectAt(set, "spec");
    const json::array* const generators = spec != nullptr ? arrayAt(*spec, "generators") : nullptr;
    const json::object* const form = spec != nullptr ? objectAt(*spec, "template") : nullptr;
    if (generators == nullptr || form == nullptr) return problem("it has no generators, or no template");
    if (spec->contains("templatePatch")) return problem("templatePatch is not supported");
    const bool goTemplate = isTrueAt(*spec, "goTemplate");
    const auto parameters = generate(*generators, {tree, isOurs, goTemplate}, 0);
    if (!parameters) return std::unexpected(parameters.error());
    std::vector<json::object> applications;
    for (const Parameters& each : *parameters) {
        json::value made = *form;
        if (auto done = fillIn(made, {each, goTemplate}); !done) return std::unexpected(std::move(done.error()));
        made.get_object()["apiVersion"] = "argoproj.io/v1alpha1";
        made.get_object()["kind"] = "Application";
        applications.push_back(std::move(made.get_object()));
    }
    return applications;
}

}  // namespace armillary::gitops
