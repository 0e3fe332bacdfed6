#include <doctest/doctest.h>

#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/patch.h"

namespace armillary::schema {

namespace {

/// The patched document, or "! " and the sentence.
template <class T>
std::string patched(std::string_view document, std::string_view patch) {
    const auto result = applyStrategicMergePatch(typeInfo<T>(), document, patch);
    return result ? *result : "! " + result.error();
}

std::string pod(std::string_view spec, std::string_view patch) {
    const auto wrap = [](std::string_view text) { return R"({"spec":)" + std::string(text) + "}"; };
    const std::string result = patched<corev1::Pod>(wrap(spec), wrap(patch));
    return result.starts_with("!") ? result : result.substr(8, result.size() - 9);
}

}  // namespace

TEST_CASE("maps merge; null deletes") {
    CHECK(patched<corev1::Pod>(R"({"metadata":{"labels":{"a":"1","b":"2"}}})",
                               R"({"metadata":{"labels":{"a":null,"c":"3"},"annotations":{"x":"y","z":null}}})") ==
          R"({"metadata":{"labels":{"b":"2","c":"3"},"annotations":{"x":"y"}}})");
}

TEST_CASE("lists merge by their key") {
    CHECK(pod(R"({"containers":[{"name":"a","image":"1"},{"name":"b","image":"1"}]})",
              R"({"containers":[{"name":"b","image":"2"},{"name":"c","image":"3"}]})") ==
          R"({"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"},{"name":"c","image":"3"}]})");
    CHECK(pod(R"({"containers":[{"name":"a","env":[{"name":"X","value":"1"},{"name":"Y","value":"1"}]}]})",
              R"({"containers":[{"name":"a","env":[{"name":"X","value":"2"},{"name":"Y","$patch":"delete"}]}]})") ==
          R"({"containers":[{"name":"a","env":[{"name":"X","value":"2"}]}]})");
    // A new element comes first when nothing says otherwise, as upstream has it.
    CHECK(pod(R"({"containers":[{"name":"a"}]})", R"({"containers":[{"name":"b"}]})") ==
          R"({"containers":[{"name":"b"},{"name":"a"}]})");
    // Inlined structs are looked through: volumes carry their sources beside the name.
    CHECK(pod(R"({"volumes":[{"name":"v","emptyDir":{}}]})",
              R"({"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]})") ==
          R"({"volumes":[{"name":"v","hostPath":{"path":"/x"}}]})");
}

TEST_CASE("lists without a merge strategy are replaced") {
    CHECK(pod(R"({"containers":[{"name":"a","args":["1","2"]}],"tolerations":[{"key":"x"}]})",
              R"({"containers":[{"name":"a","args":["3"]}],"tolerations":[{"key":"y"}]})") ==
          R"({"containers":[{"name":"a","args":["3"]}],"tolerations":[{"key":"y"}]})");
}

TEST_CASE("$patch on lists and maps") {
    CHECK(pod(R"({"containers":[{"name":"a"},{"name":"b"}]})",
              R"({"containers":[{"name":"c"},{"$patch":"replace"}]})") == R"({"containers":[{"name":"c"}]})");
    CHECK(pod(R"({"containers":[{"name":"a"},{"name":"b"}]})", R"({"containers":[{"name":"a","$patch":"delete"}]})") ==
          R"({"containers":[{"name":"b"}]})");
    CHECK(pod(R"({"securityContext":{"runAsUser":1,"fsGroup":2}})",
              R"({"securityContext":{"$patch":"replace","runAsUser":3}})") == R"({"securityContext":{"runAsUser":3}})");
    CHECK(pod(R"({"securityContext":{"runAsUser":1}})", R"({"securityContext":{"$patch":"delete"}})") ==
          R"({"securityContext":{}})");
    // A deletion of what is not there leaves nothing behind.
    CHECK(
        pod(R"({"restartPolicy":"Always"})", R"({"securityContext":{"$patch":"delete"},"nodeSelector":{"a":null}})") ==
        R"({"restartPolicy":"Always","nodeSelector":{}})");
}

TEST_CASE("lists of scalars: union, deletion, order") {
    CHECK(
        patched<corev1::Pod>(R"({"metadata":{"finalizers":["a","b"]}})", R"({"metadata":{"finalizers":["c","b"]}})") ==
        R"({"metadata":{"finalizers":["c","a","b"]}})");
    CHECK(patched<corev1::Pod>(R"({"metadata":{"finalizers":["a","b","c"]}})",
                               R"({"metadata":{"$deleteFromPrimitiveList/finalizers":["a","c"]}})") ==
          R"({"metadata":{"finalizers":["b"]}})");
    CHECK(patched<corev1::Pod>(R"({"metadata":{"finalizers":["a","b","c"]}})",
                               R"({"metadata":{"$setElementOrder/finalizers":["c","a"]}})") ==
          R"({"metadata":{"finalizers":["b","c","a"]}})");
}

TEST_CASE("$setElementOrder orders what merges") {
    CHECK(pod(R"({"containers":[{"name":"a"},{"name":"server"},{"name":"b"}]})",
              R"({"$setElementOrder/containers":[{"name":"b"},{"name":"c"},{"name":"a"}],)"
              R"("containers":[{"name":"c","image":"x"}]})") ==
          R"({"containers":[{"name":"server"},{"name":"b"},{"name":"c","image":"x"},{"name":"a"}]})");
    // What kubectl apply sends when a container is removed.
    CHECK(pod(R"({"containers":[{"name":"a","image":"1"},{"name":"b","image":"1"}]})",
              R"({"$setElementOrder/containers":[{"name":"b"}],"containers":[{"$patch":"delete","name":"a"}]})") ==
          R"({"containers":[{"name":"b","image":"1"}]})");
    CHECK(pod("{}", R"({"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],)"
                    R"("containers":[{"name":"b"},{"name":"a"}]})") == R"({"containers":[{"name":"b"},{"name":"a"}]})");
    CHECK(
        pod(R"({"containers":[{"name":"a"}]})",
            R"({"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"b"},{"name":"a"}]})") ==
        "! The order in patch list:\n[map[name:b] map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:a] "
        "map[name:b]]\n");
}

TEST_CASE("a deployment's strategy: retainKeys drops what belongs to another type") {
    CHECK(
        patched<appsv1::Deployment>(R"({"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}})",
                                    R"({"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}})") ==
        R"({"spec":{"strategy":{"type":"Recreate"}}})");
    CHECK(patched<appsv1::Deployment>(R"({"spec":{"strategy":{"type":"RollingUpdate"}}})",
                                      R"({"spec":{"strategy":{"$retainKeys":["type"],"rollingUpdate":{}}}})") ==
          "! invalid patch format of retainKeys");
}

TEST_CASE("strategic merge refusals are upstream's sentences") {
    CHECK(pod(R"({"containers":[{"name":"a"}]})", R"({"containers":[{"image":"x"}]})") ==
          "! map: map[image:x] does not contain declared merge key: name");
    CHECK(pod(R"({"containers":[{"name":"a"}]})", R"({"containers":["x"]})") ==
          "! list element types are not identical: [[map[name:a]] [x]]");
    CHECK(pod(R"({"containers":[{"name":"a"}]})", R"({"containers":[{"name":"a","$patch":"merge"}]})") ==
          "! merging lists cannot yet be specified in the patch");
    CHECK(pod(R"({"securityContext":{"runAsUser":1}})", R"({"securityContext":{"$patch":"bogus"}})") ==
          "! unknown patch type: bogus in map: map[$patch:bogus]");
    CHECK(pod(R"({"odd":{"a":1}})", R"({"odd":{"a":2}})") ==
          "! unable to find api field in struct PodSpec for the json field \"odd\"");
    CHECK(patched<corev1::Pod>("{}", "[]") ==
          "! json: cannot unmarshal array into Go value of type map[string]interface {}");
    CHECK(patched<corev1::Pod>("[]", "{}") == "! invalid JSON document");
    CHECK(patched<corev1::Pod>(R"({"metadata":{"finalizers":["a"]}})",
                               R"({"metadata":{"$deleteFromPrimitiveList":["a"]}})") ==
          "! invalid patch format of primitive list");
}

}  // namespace armillary::schema
