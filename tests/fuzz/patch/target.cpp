#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/schema/api/corev1.h"
#include "engine/schema/patch.h"

using namespace armillary;

namespace {

constexpr std::string_view kPod =
    R"({"kind":"Pod","metadata":{"name":"p","labels":{"a":"1","b":"2"},"finalizers":["x","y"]},"spec":{"containers":[)"
    R"({"name":"a","image":"i","env":[{"name":"X","value":"1"}],"ports":[{"containerPort":80}]},{"name":"b"}],)"
    R"("volumes":[{"name":"v","emptyDir":{}}],"nodeSelector":{"k":"v"}}})";

/// Whatever comes out of a patch is a document again: patching it with nothing changes nothing.
void checkDocument(const std::expected<std::string, std::string>& patched) {
    if (!patched) {
        if (patched.error().empty()) std::abort();
        return;
    }
    const auto again = schema::applyJsonPatch(*patched, "[]");
    if (!again || *again != *patched) std::abort();
}

}  // namespace

/// The input is each kind of patch, on a pod; and, cut at a zero byte, both document and patch.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto& pod = schema::typeInfo<corev1::Pod>();
    checkDocument(schema::applyJsonPatch(kPod, input));
    checkDocument(schema::applyMergePatch(kPod, input));
    checkDocument(schema::applyStrategicMergePatch(pod, kPod, input));
    const std::size_t cut = input.find('\0');
    if (cut == std::string_view::npos) return 0;
    const std::string_view document = input.substr(0, cut), patch = input.substr(cut + 1);
    static_cast<void>(schema::applyJsonPatch(document, patch));
    static_cast<void>(schema::applyMergePatch(document, patch));
    static_cast<void>(schema::applyStrategicMergePatch(pod, document, patch));
    return 0;
}
