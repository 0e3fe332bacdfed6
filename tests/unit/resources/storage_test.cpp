#include <doctest/doctest.h>

#include "tests/unit/resources/documents.h"

using namespace armillary::resources::testing;

namespace {

std::string object(const std::string& kind, const std::string& members, const std::string& meta = "") {
    return R"({"apiVersion":"storage.k8s.io/v1","kind":")" + kind + R"(","metadata":{"name":"x")" + meta + "}," +
           members + "}";
}

}  // namespace

TEST_CASE("Storage classes") {
    const std::string plain = object("StorageClass", R"("provisioner":"Example.com/P")");
    check(std::vector<Case>{
        {"good", plain, {}},
        {"no provisioner", object("StorageClass", R"("provisioner":"")"), {"provisioner: Required value"}},
        {"empty key",
         object("StorageClass", R"("provisioner":"p","parameters":{"":"v"})"),
         {"parameters: Invalid value: \"\": field can not be empty."}},
        {"topology",
         object(
             "StorageClass",
             R"("provisioner":"p","allowedTopologies":[{"matchLabelExpressions":[{"key":"zone","values":["a","a"]},{"key":"k","values":[]}]}])"),
         {"allowedTopologies[0].matchLabelExpressions[0].values: Duplicate value: \"a\"",
          "allowedTopologies[0].matchLabelExpressions[1].values: Required value"}},
    });
}

TEST_CASE("Volume attachments") {
    const auto attachment = [](const std::string& source, const std::string& attacher = "d.example.com") {
        return object("VolumeAttachment",
                      R"("spec":{"attacher":")" + attacher + R"(","nodeName":"n","source":{)" + source + "}}");
    };
    check(std::vector<Case>{
        {"good", attachment(R"("persistentVolumeName":"v")"), {}},
        {"nothing",
         attachment(""),
         {"spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName"}},
        {"an empty name",
         attachment(R"("persistentVolumeName":"")"),
         {"spec.source.persistentVolumeName: Required value: must specify non empty persistentVolumeName"}},
        {"nobody", attachment(R"("persistentVolumeName":"v")", ""), {"spec.attacher: Required value"}},
    });
}

TEST_CASE("Drivers, and what nodes and storage say of them") {
    const std::string driver = object("CSIDriver", R"("spec":{"attachRequired":true})");
    check(std::vector<Case>{
        {"driver", driver, {}},
        {"group policy",
         object("CSIDriver", R"("spec":{"fsGroupPolicy":"Never"})"),
         {"spec.fsGroupPolicy: Unsupported value: \"Never\": supported values: \"File\", \"None\", "
          "\"ReadWriteOnceWithFSType\""}},
        {"tokens",
         object("CSIDriver", R"("spec":{"tokenRequests":[{"audience":"a","expirationSeconds":10},{"audience":"a"}]})"),
         {"spec.tokenRequests[0].expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes",
          "spec.tokenRequests[1].audience: Duplicate value: \"a\""}},
        {"node", object("CSINode", R"("spec":{"drivers":[{"name":"d","nodeID":"1","topologyKeys":["a/b"]}]})"), {}},
        {"node with a driver twice",
         object("CSINode", R"("spec":{"drivers":[{"name":"d","nodeID":"1"},{"name":"d","nodeID":""}]})"),
         {"spec.drivers[1].name: Duplicate value: \"d\"", "spec.drivers[1].nodeID: Required value"}},
        {"capacity",
         object("CSIStorageCapacity", R"("storageClassName":"s","capacity":"-1","maximumVolumeSize":"-2")",
                R"(,"namespace":"d")"),
         {"capacity: Invalid value: \"-1\": must be greater than or equal to 0",
          "maximumVolumeSize: Invalid value: \"-2\": must be greater than or equal to 0"}},
    });
    const std::string node = object("CSINode", R"("spec":{"drivers":[{"name":"d","nodeID":"1"}]})");
    const std::string capacity =
        object("CSIStorageCapacity", R"("storageClassName":"s","capacity":"1Gi")", R"(,"namespace":"d")");
    check(std::vector<UpdateCase>{
        {"driver changed",
         driver,
         with(driver, "true", "false"),
         {"spec.attachedRequired: Invalid value: false: field is immutable"}},
        {"another driver comes", node, with(node, "}]", R"(},{"name":"e","nodeID":"2"}])"), {}},
        {"a driver moves",
         node,
         with(node, R"("nodeID":"1")", R"("nodeID":"2")"),
         {"spec.drivers: Invalid value: \"d\": field is immutable"}},
        {"capacity shrinks", capacity, with(capacity, "1Gi", "1Mi"), {}},
        {"another class",
         capacity,
         with(capacity, R"("s")", R"("t")"),
         {"storageClassName: Invalid value: \"t\": field is immutable"}},
    });
}
