#include <algorithm>
#include <array>
#include <format>

#include "engine/relations/draft.h"
#include "engine/relations/field_view.h"
#include "engine/schema/selector.h"

namespace armillary::relations {

namespace json = boost::json;

namespace {

using Labels = schema::StringMap<std::string>;

/// Those that say which application it is, in the order in which they are looked for.
constexpr std::array kApplication{"app.kubernetes.io/name", "app.kubernetes.io/instance",
                                  "app.kubernetes.io/component"};
constexpr std::array kOldApplication{"app", "k8s-app"};
constexpr std::string_view kHostname = "kubernetes.io/hostname";

/// Those that controllers write, or that change with a release.
bool isPassing(std::string_view label) {
    constexpr std::array kPassing{"pod-template-hash",
                                  "controller-revision-hash",
                                  "pod-template-generation",
                                  "controller-uid",
                                  "job-name",
                                  "app.kubernetes.io/version",
                                  "app.kubernetes.io/managed-by",
                                  "helm.sh/chart",
                                  "statefulset.kubernetes.io/pod-name",
                                  "apps.kubernetes.io/pod-index"};
    return std::ranges::contains(kPassing, label) || label.starts_with("batch.kubernetes.io/");
}

json::object matching(const json::object& labels) {
    return {{"matchLabels", labels}};
}

/// What the field selects by now.
LabelSelector selectorAt(const Draft& draft, const Place& place) {
    const auto* value = at(draft.source, place);
    if (!value) return LabelSelector::nothing();
    const FieldView view(*value);
    if (kindOf(*draft.from).name == "Service") {
        const Labels labels = view.labels();
        return labels.empty() ? LabelSelector::nothing() : LabelSelector::fromMap(labels);
    }
    const auto said = view.selector();
    auto made = said ? LabelSelector::from(*said) : std::unexpected(std::string());
    return made ? std::move(*made) : LabelSelector::nothing();
}

struct ContainerPort {
    std::string name;
    std::int64_t number = 0;
    std::string called() const { return name.empty() ? std::to_string(number) : name; }
};

std::vector<ContainerPort> portsOf(const Draft& draft) {
    auto pattern = patternOf(podTemplateOf(kindOf(*draft.to)).spec);
    pattern.push_back({{"containers"}, true});
    pattern.push_back({{"ports"}, true});
    std::vector<ContainerPort> ports;
    for (const Place& place : placesOf(draft.target, pattern)) {
        const auto* number = at(draft.target, place + "containerPort");
        if (number && number->is_int64()) ports.push_back({textAt(draft.target, place + "name"), number->get_int64()});
    }
    return ports;
}

/// One of the ports that the pods' containers say they listen on; absent when they say none, or nobody wants one.
std::optional<ContainerPort> askContainerPort(Draft& draft, const std::vector<ContainerPort>& ports, bool wanted) {
    if (ports.empty()) return {};
    Question question{"port", Question::Kind::Port, wanted ? ports.front().called() : std::string(), {}, false};
    for (const ContainerPort& port : ports) question.choices.push_back(port.called());
    const std::string answer = draft.ask(std::move(question));
    const auto found = std::ranges::find(ports, answer, &ContainerPort::called);
    return found == ports.end() ? std::nullopt : std::optional(*found);
}

json::value targetOf(const ContainerPort& port) {
    return port.name.empty() ? json::value(port.number) : json::value(port.name);
}

/// Where the service's traffic comes out: at a port that the containers have.
void writeTargetPort(Draft& draft) {
    const auto ports = portsOf(draft);
    const Place list{"spec", "ports"};
    const std::size_t count = sizeAt(draft.source, list);
    // A port that is reached because it happens to have the same number is not, once that changes: its name is said.
    const auto reached = [&](const ContainerPort& port) {
        for (std::size_t i = 0; i < count; ++i) {
            std::string target = textAt(draft.source, list + i + "targetPort");
            if (target.empty() && port.name.empty()) target = textAt(draft.source, list + i + "port");
            if (!target.empty() && (target == port.name || target == std::to_string(port.number))) return true;
        }
        return false;
    };
    const auto chosen = askContainerPort(draft, ports, std::ranges::none_of(ports, reached));
    if (!chosen || reached(*chosen)) return;
    std::size_t same = 0;
    while (same < count && textAt(draft.source, list + same + "port") != std::to_string(chosen->number)) ++same;
    if (count > 0) return draft.set(list + (same < count ? same : 0) + "targetPort", targetOf(*chosen));
    json::object port{{"port", chosen->number}, {"targetPort", targetOf(*chosen)}};
    if (!chosen->name.empty()) port["name"] = chosen->name;
    draft.insert(list, port);
}

json::object askedLabels(Draft& draft) {
    json::object labels = tellingLabels(draft.to);
    if (labels.empty())
        draft.refuse(
            std::format("the pods of {} have no labels that a selector could find them by", called(*draft.to)));
    return labels;
}

}  // namespace

json::object tellingLabels(const ObjectRef& object) {
    const auto all = podLabels(object).value_or(Labels());
    json::object telling;
    const auto take = [&](const auto& names) {
        for (const auto* name : names)
            if (const auto found = all.find(name); found != all.end()) telling[name] = found->second;
        return !telling.empty();
    };
    if (take(kApplication) || take(kOldApplication)) return telling;
    for (const auto& [name, value] : all)
        if (!isPassing(name)) telling[name] = value;
    return telling;
}

void drawSelector(Draft& draft) {
    const Place place = plain(draft.pattern);
    const bool service = kindOf(*draft.from).name == "Service";
    if (service && textAt(draft.source, placeOf("spec.type")) == "ExternalName")
        return draft.refuse(
            std::format("{} is another name of a server outside, and has no pods", called(*draft.from)));
    const json::object labels = askedLabels(draft);
    if (draft.failed()) return;
    if (selectorAt(draft, place).matches(podLabels(draft.to).value_or(Labels())))
        return draft.refuse(std::format("{} selects {} already", called(*draft.from), called(*draft.to)));
    draft.set(place, service ? labels : matching(labels));
    if (service) writeTargetPort(draft);
}

void drawPeer(Draft& draft) {
    const json::object labels = askedLabels(draft);
    if (draft.failed()) return;
    json::object peer;
    if (draft.to->namespace_() != draft.from->namespace_()) {
        if (draft.to->namespace_().empty())
            return draft.refuse(std::format("{} has no namespace to find it in", called(*draft.to)));
        peer["namespaceSelector"] = matching({{"kubernetes.io/metadata.name", draft.to->namespace_()}});
    }
    peer["podSelector"] = matching(labels);
    const bool in = draft.way.id == "peer-from";
    json::object rule{{in ? "from" : "to", json::array{json::value(peer)}}};
    // Who comes in reaches the policy's own pods, whose ports nobody here knows.
    if (const auto port = in ? std::nullopt : askContainerPort(draft, portsOf(draft), false))
        rule["ports"] = json::array{json::object{{"port", targetOf(*port)}}};
    draft.insert({"spec", in ? "ingress" : "egress"}, rule);
    const Place types{"spec", "policyTypes"};
    const auto* said = at(draft.source, types);
    const json::value type(in ? "Ingress" : "Egress");
    if (said && said->is_array() && !std::ranges::contains(said->get_array(), type)) draft.insert(types, type);
}

void drawNodeLabel(Draft& draft) {
    const Place selector = placeOf(podTemplateOf(kindOf(*draft.from)).spec) + "nodeSelector";
    const auto& labels = draft.to->meta().labels;
    if (const auto* said = at(draft.source, selector); said && said->is_object())
        for (const auto& [key, value] : said->get_object()) {
            const auto found = labels.find(key);
            const bool fits = found != labels.end() && value.is_string() && value.get_string() == found->second;
            if (fits && key == kHostname)
                return draft.refuse(std::format("{} runs on {} alone already", called(*draft.from), called(*draft.to)));
            if (!fits && key != kHostname)
                return draft.refuse(std::format("{} asks for nodes with the label '{}', which {} does not have",
                                                called(*draft.from), std::string_view(key), called(*draft.to)));
        }
    const auto own = labels.find(kHostname);
    if (own == labels.end())
        return draft.refuse(std::format("{} has no label '{}' to be chosen by", called(*draft.to), kHostname));
    draft.set(selector + std::string(kHostname), json::value(own->second));
}

}  // namespace armillary::relations
