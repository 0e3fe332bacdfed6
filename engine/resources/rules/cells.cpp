#include "engine/resources/rules/cells.h"

#include "engine/schema/json_codec.h"
#include "engine/schema/selector.h"

namespace armillary::resources::cells {

std::string text(std::string_view value) {
    std::string out;
    schema::appendJsonString(out, value);
    return out;
}

std::string number(std::int64_t value) {
    return std::to_string(value);
}

std::string boolean(bool value) {
    return value ? "true" : "false";
}

std::string sinceText(const schema::Time& time, const Context& context) {
    return time.isSet() ? humanDuration(context.nowSeconds - time.seconds) : "<unknown>";
}

std::string since(const schema::Time& time, const Context& context) {
    return text(sinceText(time, context));
}

std::string age(const metav1::ObjectMeta& meta, const Context& context) {
    return since(meta.creationTimestamp, context);
}

std::string labels(const schema::StringMap<std::string>& labels) {
    std::string out;
    for (const auto& [key, value] : labels) out.append(out.empty() ? "" : ",").append(key).append("=").append(value);
    return out.empty() ? "<none>" : out;
}

std::string selector(const metav1::LabelSelector& selector) {
    const auto compiled = LabelSelector::from(selector);
    if (!compiled) return "<error>";
    const std::string out = compiled->text();
    return out.empty() ? "<none>" : out;
}

std::string selector(const schema::Ptr<metav1::LabelSelector>& pointer) {
    return pointer ? selector(*pointer) : "<none>";
}

std::string joined(const std::vector<std::string>& items, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) out.append(i ? separator : "").append(items[i]);
    return out;
}

std::string containerNames(const std::vector<corev1::Container>& containers) {
    std::string out;
    for (const auto& container : containers) out.append(out.empty() ? "" : ",").append(container.name);
    return out;
}

std::string containerImages(const std::vector<corev1::Container>& containers) {
    std::string out;
    for (const auto& container : containers) out.append(out.empty() ? "" : ",").append(container.image);
    return out;
}

}  // namespace armillary::resources::cells
