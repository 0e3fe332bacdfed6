#include "engine/explain/inquiry.h"

#include <algorithm>
#include <format>

#include "engine/explain/wording.h"
#include "engine/relations/relations.h"
#include "engine/schema/api/corev1.h"

namespace armillary::explain {

namespace {

std::string pluralOf(const Kind& kind) {
    for (const auto& row : resources::Table::builtIn().rows())
        if (row.group == kind.group && row.kind == kind.name) return row.qualified();
    return kind.text();
}

std::string inNamespace(const std::string& namespace_) {
    return namespace_.empty() ? std::string() : " in namespace " + namespace_;
}

std::int64_t timeOf(const corev1::Event& event) {
    if (event.series && event.series->lastObservedTime.isSet())
        return event.series->lastObservedTime.micros / 1'000'000;
    if (event.lastTimestamp.isSet()) return event.lastTimestamp.seconds;
    if (event.eventTime.isSet()) return event.eventTime.micros / 1'000'000;
    return event.metadata.creationTimestamp.isSet() ? event.metadata.creationTimestamp.seconds : 0;
}

}  // namespace

std::string nameOf(const Object& object) {
    std::string name = object.kind() + "/";
    if (!object.namespace_().empty()) name += object.namespace_() + "/";
    return name + object.name();
}

std::string argumentOf(const Object& object) {
    std::string word;
    for (const char each : object.kind())
        word += each >= 'A' && each <= 'Z' ? static_cast<char>(each + ('a' - 'A')) : each;
    const Kind kind = relations::kindOf(object);
    // Two groups may have a kind of one name; those that nobody confuses need no more than it.
    const bool plain = kind.group.empty() || kind.group == "apps" || kind.group == "batch" ||
                       kind.group.ends_with(".k8s.io") || kind.group == "policy" || kind.group == "autoscaling";
    return word + (plain ? "" : "." + kind.group) + "/" + object.name();
}

std::string kubectl(const Object& object, std::string_view verb, std::string_view rest) {
    std::string command = "kubectl ";
    if (!object.namespace_().empty()) command += "-n " + object.namespace_() + " ";
    command += std::string(verb) + " " + argumentOf(object);
    return rest.empty() ? command : command + " " + std::string(rest);
}

Citation field(const Object& object, std::string_view path, std::string_view text) {
    return {"field", nameOf(object) + " " + std::string(path), std::string(text)};
}

Citation cite(const Said& said) {
    return {"event", said.reason, said.message};
}

void Inquiry::refused(const std::string& what, const Status& why) {
    const std::string text = status::isForbidden(why) || why.code == 401
                                 ? "cannot tell: no permission for " + what
                                 : std::format("cannot tell: {} cannot be read: {}", what, why.message);
    if (!std::ranges::contains(m_refusals, text, &Citation::text)) m_refusals.push_back({"unknown", what, text});
}

Found Inquiry::find(const Kind& kind, const std::string& namespace_, const std::string& name) {
    auto [at, fresh] = m_found.try_emplace({kind, namespace_, name});
    if (!fresh) return at->second;
    if (auto read = m_evidence.object(kind, namespace_, name))
        at->second.object = std::move(*read);
    else if (status::isNotFound(read.error()))
        at->second.absent = true;
    else
        refused(pluralOf(kind) + inNamespace(namespace_), read.error());
    return at->second;
}

const std::vector<ObjectRef>* Inquiry::list(const Kind& kind, const std::string& namespace_) {
    auto [at, fresh] = m_lists.try_emplace({kind, namespace_});
    if (fresh) {
        if (auto read = m_evidence.objects(kind, namespace_))
            at->second = std::move(*read);
        else if (status::isNotFound(read.error()))
            at->second.emplace();  // a kind that is not served has no objects
        else
            refused(pluralOf(kind) + (namespace_.empty() ? " of the whole cluster" : inNamespace(namespace_)),
                    read.error());
    }
    return at->second ? &*at->second : nullptr;
}

const std::vector<Said>& Inquiry::events(const ObjectRef& about) {
    auto [at, fresh] = m_events.try_emplace(nameOf(*about));
    if (!fresh) return at->second;
    auto read = m_evidence.events(*about);
    if (!read) {
        refused("events" + inNamespace(about->namespace_()), read.error());
        return at->second;
    }
    for (const ObjectRef& object : *read) {
        const auto* event = typed<corev1::Event>(object);
        if (!event) continue;
        // An earlier object of the same name has left events behind. Nodes report under their name.
        const std::string& uid = event->involvedObject.uid;
        if (!uid.empty() && !about->uid().empty() && uid != about->uid() && uid != about->name()) continue;
        // The recorder's mark of an event that stands for several is no part of what it says.
        constexpr std::string_view kCombined = "(combined from similar events): ";
        const bool combined = event->message.starts_with(kCombined);
        at->second.push_back({event->reason, combined ? event->message.substr(kCombined.size()) : event->message,
                              event->type, event->involvedObject.fieldPath, timeOf(*event)});
    }
    std::ranges::stable_sort(at->second, {}, &Said::at);
    return at->second;
}

const Said* Inquiry::latest(const ObjectRef& about, std::string_view reason, std::string_view part) {
    const auto& said = events(about);
    for (auto each = said.rbegin(); each != said.rend(); ++each)
        if (each->reason == reason && each->message.contains(part)) return &*each;
    return nullptr;
}

std::vector<Citation> Inquiry::lastWords(const ObjectRef& pod, const std::string& container, bool previous) {
    constexpr std::size_t kLines = 3;
    auto read = m_evidence.log(pod->namespace_(), pod->name(), container, previous);
    if (!read) {
        // No run before this one, or one whose output is gone, has no words; that is no refusal.
        if (status::isForbidden(read.error())) refused("logs" + inNamespace(pod->namespace_()), read.error());
        return {};
    }
    std::vector<Citation> words;
    for (std::string& line : lastLines(*read, kLines))
        words.push_back({"log", "container " + container + (previous ? ", previous run" : ""), std::move(line)});
    return words;
}

std::optional<Evidence::Knock> Inquiry::knock(const Object& service, std::int32_t port) {
    auto heard = m_evidence.knock(service.namespace_(), service.name(), port);
    if (heard) return std::move(*heard);
    refused("services/proxy" + inNamespace(service.namespace_()), heard.error());
    return {};
}

std::optional<std::int64_t> Inquiry::since(const schema::Time& time) {
    if (!time.isSet()) return {};
    return std::max<std::int64_t>(now() - time.seconds, 0);
}

void Inquiry::learnSecrets() {
    // Shorter ones are words of any language; hiding them would hide the message.
    constexpr std::size_t kShortest = 4;
    std::set<relations::ObjectId> read;
    for (const ObjectRef& pod : m_pods) {
        for (const auto& edge : relations::namedReferences(pod)) {
            if (edge.to.kind != Kind{"", "Secret"} || !read.insert(edge.to).second) continue;
            // Who may not read a Secret is not told so for this.
            const auto answer = m_evidence.object(edge.to.kind, edge.to.namespace_, edge.to.name);
            const auto* secret = answer ? typed<corev1::Secret>(*answer) : nullptr;
            if (!secret) continue;
            for (const auto& [key, value] : secret->data)
                for (std::string& line : lastLines(value.data, 1'000))
                    if (line.size() >= kShortest) m_secrets.insert(std::move(line));
        }
    }
}

void Inquiry::hideSecrets(std::string& text) const {
    for (const std::string& secret : m_secrets)
        for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
            text.replace(at, secret.size(), "***");
}

}  // namespace armillary::explain
