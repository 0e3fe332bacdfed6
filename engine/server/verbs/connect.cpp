#include "engine/server/verbs/connect.h"

#include <charconv>

#include "engine/server/write.h"

namespace armillary::server {
namespace {

struct OptionsRow {
    std::string_view plural, subresource;
    const schema::TypeInfo& (*type)();
};
constexpr OptionsRow kOptions[] = {{"pods", "exec", schema::typeInfo<corev1::PodExecOptions>},
                                   {"pods", "attach", schema::typeInfo<corev1::PodAttachOptions>},
                                   {"pods", "portforward", schema::typeInfo<corev1::PodPortForwardOptions>},
                                   {"pods", "proxy", schema::typeInfo<corev1::PodProxyOptions>},
                                   {"nodes", "proxy", schema::typeInfo<corev1::NodeProxyOptions>},
                                   {"services", "proxy", schema::typeInfo<corev1::ServiceProxyOptions>}};

/// Sets a field from the query's values of its name; what does not fit stays as it was.
void setField(const schema::FieldInfo& field, void* object, const std::vector<std::string_view>& values) {
    void* member = static_cast<char*>(object) + field.offset;
    for (const std::string_view value : values) {
        void* at = field.shape == schema::Shape::List ? field.ops->append(member) : member;
        if (field.kind == schema::Kind::Bool) *static_cast<bool*>(at) = isTrue(value);
        if (field.kind == schema::Kind::String) *static_cast<std::string*>(at) = value;
        if (field.kind == schema::Kind::Int32)
            std::from_chars(value.data(), value.data() + value.size(), *static_cast<std::int32_t*>(at));
    }
}

Value optionsOf(const Call& call, const schema::TypeInfo& type) {
    Value options(type);
    // Source: k8s.io/kubernetes/pkg/apis/core/v1, SetDefaults_PodExecOptions and SetDefaults_PodAttachOptions.
    const bool streams = call.route.subresource == "exec" || call.route.subresource == "attach";
    for (const schema::FieldInfo& field : type.fields) {
        std::vector<std::string_view> values = call.request.parameters(field.jsonName);
        if (values.empty() && streams && (field.jsonName == "stdout" || field.jsonName == "stderr"))
            values.emplace_back("true");
        if (field.jsonName == "path" && values.empty() && !call.route.rest.empty()) {
            setField(field, options.get(), {"/" + call.route.rest});
            continue;
        }
        setField(field, options.get(), values);
    }
    return options;
}

}  // namespace

Result<void> admitConnection(Call& call, const corev1::Pod* pod) {
    const Route& route = call.route;
    for (const OptionsRow& row : kOptions) {
        if (row.plural != route.plural || row.subresource != route.subresource) continue;
        Value options = optionsOf(call, row.type());
        return admit(call.core, {.operation = Operation::Connect,
                                 .user = call.user,
                                 .resource = call.resource(),
                                 .subresource = route.subresource,
                                 .namespace_ = route.namespace_,
                                 .name = route.name,
                                 .object = options.get(),
                                 .old = pod,
                                 .type = &options.type(),
                                 .notes = call.notes()});
    }
    return {};
}

}  // namespace armillary::server
