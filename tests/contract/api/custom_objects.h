#pragma once

#include <stdexcept>
#include <string>

#include "engine/schema/api/apiextensionsv1.h"
#include "tests/support/api/api_harness.h"

namespace armillary::test {

inline const std::string kDefinitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
inline const std::string kWidgets = "/apis/example.com/v1/namespaces/default/widgets";

/// A definition of widgets.example.com; `versions` is a JSON list.
inline std::string widgetDefinition(const std::string& versions, const std::string& spec = "") {
    return R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",)"
           R"("metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Namespaced",)"
           R"("names":{"plural":"widgets","singular":"widget","kind":"Widget","shortNames":["wd"],"categories":["all"]},)"
           R"("versions":)" +
           versions + spec + "}}";
}

/// A stored version v1 whose spec has `properties`.
inline std::string widgetVersion(const std::string& properties, const std::string& more = "") {
    return R"({"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{)"
           R"("spec":{"type":"object","properties":{)" +
           properties + R"(}},"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}})" + more + "}";
}

inline std::string widget(const std::string& name, const std::string& spec, const std::string& metadata = "",
                          const std::string& version = "v1") {
    return R"({"apiVersion":"example.com/)" + version + R"(","kind":"Widget","metadata":{"name":")" + name + "\"" +
           metadata + R"(},"spec":)" + spec + "}";
}

/// Does what the naming controller does.
inline void establish(ApiHarness& harness, const std::string& name) {
    auto definition = ApiHarness::as<apiextensionsv1::CustomResourceDefinition>(harness.get(kDefinitions + "/" + name));
    definition.status.acceptedNames = definition.spec.names;
    for (const char* type : {"NamesAccepted", "Established"}) {
        std::erase_if(definition.status.conditions, [&](const auto& known) { return known.type == type; });
        auto& condition = definition.status.conditions.emplace_back();
        condition.type = type;
        condition.status = "True";
    }
    const auto response = harness.put(kDefinitions + "/" + name + "/status", schema::toJson(definition));
    if (response.code != 200) throw std::runtime_error(response.body);
}

inline void define(ApiHarness& harness, const std::string& definition) {
    const auto response = harness.post(kDefinitions, definition);
    if (response.code != 201) throw std::runtime_error(response.body);
    const auto made = ApiHarness::as<apiextensionsv1::CustomResourceDefinition>(response);
    establish(harness, made.metadata.name);
}

}  // namespace armillary::test
