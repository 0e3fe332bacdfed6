#include "engine/server/verbs/connect.h"

#include <algorithm>
#include <charconv>
#include <iterator>

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

using Query = std::vector<std::pair<std::string, std::string>>;

template <class Options>
Query streamsOf(const Options& options) {
    const auto text = [](bool flag) { return flag ? "true" : "false"; };
    return {{"stdin", text(options.stdin)},
            {"stdout", text(options.stdout)},
            {"stderr", text(options.stderr)},
            {"tty", text(options.tty)},
            {"container", options.container}};
}

/// As a query; nothing for those that are not read from one later on.
Query queryOf(const Value& options) {
    if (&options.type() == &schema::typeInfo<corev1::PodAttachOptions>())
        return streamsOf(options.as<corev1::PodAttachOptions>());
    Query query;
    if (&options.type() == &schema::typeInfo<corev1::PodExecOptions>()) {
        const auto& exec = options.as<corev1::PodExecOptions>();
        query = streamsOf(exec);
        for (const std::string& word : exec.command) query.emplace_back("command", word);
    }
    if (&options.type() == &schema::typeInfo<corev1::PodPortForwardOptions>())
        for (const std::int32_t port : options.as<corev1::PodPortForwardOptions>().ports)
            query.emplace_back("ports", std::to_string(port));
    return query;
}

Query withName(const Query& query, std::string_view name) {
    Query found;
    std::ranges::copy_if(query, std::back_inserter(found), [&](const auto& one) { return one.first == name; });
    return found;
}

/// `own` with what differs between the options as they were asked for and as they are.
Query changed(Query own, const Value& asked, const Value& options) {
    const Query before = queryOf(asked), after = queryOf(options);
    for (const char* name : {"stdin", "stdout", "stderr", "tty", "container", "command", "ports"}) {
        const Query next = withName(after, name);
        if (next == withName(before, name)) continue;
        std::erase_if(own, [&](const auto& one) { return one.first == name; });
        own.insert(own.end(), next.begin(), next.end());
    }
    return own;
}

}  // namespace

Result<Request> admitConnection(Call& call, const corev1::Pod* pod) {
    const Route& route = call.route;
    for (const OptionsRow& row : kOptions) {
        if (row.plural != route.plural || row.subresource != route.subresource) continue;
        Value options = optionsOf(call, row.type());
        const Value asked = options.clone();
        if (auto admitted = admit(call.core, {.operation = Operation::Connect,
                                              .user = call.user,
                                              .resource = call.resource(),
                                              .subresource = route.subresource,
                                              .namespace_ = route.namespace_,
                                              .name = route.name,
                                              .object = options.get(),
                                              .old = pod,
                                              .type = &options.type(),
                                              .holder = &options,
                                              .notes = call.notes()});
            !admitted)
            return refuse(admitted.error());
        return Request{.query = changed(call.request.query, asked, options)};
    }
    return Request{.query = call.request.query};
}

}  // namespace armillary::server
