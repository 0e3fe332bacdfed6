#pragma once

#include <string>

namespace armillary::test {

inline std::string configMap(const std::string& name, const std::string& value = "1",
                             const std::string& metadata = "") {
    return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":")" + name + "\"" + metadata +
           R"(},"data":{"k":")" + value + R"("}})";
}

inline std::string pod(const std::string& name, const std::string& metadata = "", const std::string& spec = "") {
    return R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":")" + name + "\"" + metadata +
           R"(},"spec":{"containers":[{"name":"c","image":"example.test/i:1"}])" + spec + "}}";
}

inline std::string deployment(const std::string& name, const std::string& spec = "") {
    return R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":")" + name +
           R"("},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},)"
           R"("spec":{"containers":[{"name":"c","image":"example.test/i:1"}]}})" +
           spec + "}}";
}

inline const std::string kMaps = "/api/v1/namespaces/default/configmaps";
inline const std::string kPods = "/api/v1/namespaces/default/pods";
inline const std::string kDeployments = "/apis/apps/v1/namespaces/default/deployments";

}  // namespace armillary::test
