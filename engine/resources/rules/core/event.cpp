#include <algorithm>

#include "engine/resources/rules/catalog.h"
#include "engine/resources/rules/cells.h"
#include "engine/resources/rules/rules_for.h"
#include "engine/schema/api/eventsv1.h"

namespace armillary::resources::rules {

namespace {

constexpr std::string_view kCoreFields[] = {"involvedObject.kind",
                                            "involvedObject.namespace",
                                            "involvedObject.name",
                                            "involvedObject.uid",
                                            "involvedObject.apiVersion",
                                            "involvedObject.resourceVersion",
                                            "involvedObject.fieldPath",
                                            "reason",
                                            "reportingComponent",
                                            "source",
                                            "type"};
constexpr std::string_view kFields[] = {"regarding.kind",
                                        "regarding.namespace",
                                        "regarding.name",
                                        "regarding.uid",
                                        "regarding.apiVersion",
                                        "regarding.resourceVersion",
                                        "regarding.fieldPath",
                                        "reason",
                                        "reportingController",
                                        "source",
                                        "type"};

constexpr Column kColumns[] = {
    {"Last Seen", "string", "", "The time at which the most recent occurrence of this event was recorded.", 0},
    {"Type", "string", "", "Type of this event (Normal, Warning), new types could be added in the future", 0},
    {"Reason", "string", "", "Why the event was written, in one word.", 0},
    {"Object", "string", "", "The object that this event is about.", 0},
    {"Subobject", "string", "", "The part of the object that this event is about.", 1},
    {"Source", "string", "", "The component reporting this event.", 1},
    {"Message", "string", "", "A human-readable description of the status of this operation.", 0},
    {"First Seen", "string", "", "The time at which the event was first recorded.", 1},
    {"Count", "string", "", "The number of times this event has occurred.", 1},
    {"Name", "string", "name", cells::kNameDescription, 1},
};

constexpr std::size_t kMaxName = 128, kMaxNote = 1024;

schema::Time seconds(const schema::MicroTime& time) {
    return time.isSet() ? schema::Time(time.micros / 1'000'000) : schema::Time();
}

std::string source(const corev1::Event& event) {
    const std::string& component = event.source.component.empty() ? event.reportingComponent : event.source.component;
    const std::string& host = event.source.host.empty() ? event.reportingInstance : event.source.host;
    return host.empty() ? component : component + ", " + host;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view kSpaces = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(kSpaces);
    return first == std::string_view::npos
               ? ""
               : std::string(text.substr(first, text.find_last_not_of(kSpaces) - first + 1));
}

Cells coreRow(const corev1::Event& event, const Context& context) {
    const schema::Time first = event.firstTimestamp.isSet() ? event.firstTimestamp : seconds(event.eventTime);
    schema::Time last = event.lastTimestamp.isSet() ? event.lastTimestamp : first;
    std::int64_t count = event.count;
    if (event.series) {
        last = seconds(event.series->lastObservedTime);
        count = event.series->count;
    } else if (count == 0) {
        count = 1;
    }
    std::string target = event.involvedObject.kind;
    std::ranges::transform(target, target.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    if (!event.involvedObject.name.empty()) target += "/" + event.involvedObject.name;
    return {cells::since(last, context),
            cells::text(event.type),
            cells::text(event.reason),
            cells::text(target),
            cells::text(event.involvedObject.fieldPath),
            cells::text(source(event)),
            cells::text(trimmed(event.message)),
            cells::since(first, context),
            cells::number(count),
            cells::text(event.metadata.name)};
}

std::string reference(const corev1::ObjectReference& object, std::string_view field) {
    if (field == "kind") return object.kind;
    if (field == "namespace") return object.namespace_;
    if (field == "name") return object.name;
    if (field == "uid") return object.uid;
    if (field == "apiVersion") return object.apiVersion;
    if (field == "resourceVersion") return object.resourceVersion;
    return object.fieldPath;
}

std::string coreField(const corev1::Event& event, std::string_view path) {
    if (const auto dot = path.find('.'); dot != std::string_view::npos)
        return reference(event.involvedObject, path.substr(dot + 1));
    if (path == "reason") return event.reason;
    if (path == "type") return event.type;
    if (path == "source") return event.source.component.empty() ? event.reportingComponent : event.source.component;
    return event.reportingComponent;
}

/// An event lives beside what it is about; what has no namespace is told of in "default".
void checkNamespace(const corev1::Event& event, FieldErrors& errors) {
    const Path path("involvedObject.namespace");
    const std::string& about = event.involvedObject.namespace_;
    const std::string& own = event.metadata.namespace_;
    const bool isForCluster = own.empty() || own == corev1::kNamespaceDefault;
    const bool fits = event.eventTime.isSet() ? !about.empty() || isForCluster || own == metav1::kNamespaceSystem
                      : about.empty()         ? isForCluster
                                              : own == about;
    if (!fits) errors.push_back(field::invalid(path, about, "does not match event.namespace"));
}

/// Who reports what, which an event with an exact time says, in whichever version it is written.
void checkReport(const corev1::Event& event, FieldErrors& errors) {
    if (event.reportingComponent.empty()) errors.push_back(field::required("reportingController", ""));
    addInvalid(errors, Path("reportingController"), event.reportingComponent,
               checkQualifiedName(event.reportingComponent));
    if (event.reportingInstance.empty()) errors.push_back(field::required("reportingInstance", ""));
    const auto atMost = [&](const std::string& value, std::string_view name, std::size_t maximum) {
        if (value.size() > maximum)
            errors.push_back(
                field::invalid(std::string(name), "", "can have at most " + std::to_string(maximum) + " characters"));
    };
    atMost(event.reportingInstance, "reportingInstance", kMaxName);
    if (event.action.empty()) errors.push_back(field::required("action", ""));
    atMost(event.action, "action", kMaxName);
    if (event.reason.empty()) errors.push_back(field::required("reason", ""));
    atMost(event.reason, "reason", kMaxName);
    atMost(event.message, "message", kMaxNote);
}

/// What both versions ask for.
void checkEvent(const corev1::Event& event, FieldErrors& errors) {
    checkNamespace(event, errors);
    if (event.eventTime.isSet()) checkReport(event, errors);
}

void checkSeries(const corev1::Event& event, FieldErrors& errors) {
    if (!event.series) return;
    if (event.series->count < 2) errors.push_back(field::invalid("series.count", "", "should be at least 2"));
    if (!event.series->lastObservedTime.isSet()) errors.push_back(field::required("series.lastObservedTime", ""));
}

/// What the newer API asks of a new event besides.
void checkStrictly(const corev1::Event& event, FieldErrors& errors) {
    checkSeries(event, errors);
    if (!event.eventTime.isSet()) errors.push_back(field::required("eventTime", ""));
    if (event.type != corev1::kEventTypeNormal && event.type != corev1::kEventTypeWarning)
        errors.push_back(field::invalid("type", "", "has invalid value: " + event.type));
    const auto unset = [&](bool is, std::string_view name) {
        if (!is) errors.push_back(field::invalid(std::string(name), "", "needs to be unset"));
    };
    unset(!event.firstTimestamp.isSet(), "firstTimestamp");
    unset(!event.lastTimestamp.isSet(), "lastTimestamp");
    unset(event.count == 0, "count");
    unset(event.source.component.empty() && event.source.host.empty(), "source");
}

template <class T>
bool same(const schema::Ptr<T>& left, const schema::Ptr<T>& right) {
    return left && right ? *left == *right : !left && !right;
}

std::string shown(const corev1::ObjectReference& object) {
    return "core.ObjectReference{Kind:" + goQuoted(object.kind) + ", Namespace:" + goQuoted(object.namespace_) +
           ", Name:" + goQuoted(object.name) + ", UID:" + goQuoted(object.uid) +
           ", APIVersion:" + goQuoted(object.apiVersion) + ", ResourceVersion:" + goQuoted(object.resourceVersion) +
           ", FieldPath:" + goQuoted(object.fieldPath) + "}";
}

/// An event of the newer API is counted up; nothing else of it changes.
void checkUnchanged(const corev1::Event& event, const corev1::Event& old, FieldErrors& errors) {
    const auto text = [&](const std::string& value, const std::string& before, std::string_view name) {
        checkImmutable(value, before, goQuoted(value), Path(std::string(name)), errors);
    };
    if (!same(event.series, old.series)) checkSeries(event, errors);
    checkImmutable(event.involvedObject, old.involvedObject, shown(event.involvedObject), Path("involvedObject"),
                   errors);
    text(event.reason, old.reason, "reason");
    text(event.message, old.message, "message");
    checkImmutable(event.source, old.source,
                   "core.EventSource{Component:" + goQuoted(event.source.component) +
                       ", Host:" + goQuoted(event.source.host) + "}",
                   Path("source"), errors);
    checkImmutable(event.firstTimestamp, old.firstTimestamp, event.firstTimestamp.text(), Path("firstTimestamp"),
                   errors);
    checkImmutable(event.lastTimestamp, old.lastTimestamp, event.lastTimestamp.text(), Path("lastTimestamp"), errors);
    checkImmutable(event.count, old.count, std::to_string(event.count), Path("count"), errors);
    text(event.type, old.type, "type");
    checkImmutable(event.eventTime, old.eventTime, event.eventTime.text(), Path("eventTime"), errors);
    text(event.action, old.action, "action");
    if (!same(event.related, old.related))
        errors.push_back(field::invalidRaw("related", event.related ? shown(*event.related) : goQuoted("null"),
                                           std::string(kImmutable)));
    text(event.reportingComponent, old.reportingComponent, "reportingController");
    text(event.reportingInstance, old.reportingInstance, "reportingInstance");
}

class CoreEventRules final : public RulesFor<corev1::Event> {
public:
    std::span<const std::string_view> selectableFields() const override { return kCoreFields; }
    std::span<const Column> columns() const override { return kColumns; }

protected:
    void check(const corev1::Event& event, FieldErrors& errors) const override { checkEvent(event, errors); }
    std::string selectable(const corev1::Event& event, std::string_view path) const override {
        return coreField(event, path);
    }
    Cells row(const corev1::Event& event, const Context& context) const override { return coreRow(event, context); }
};

/// Checked, selected and shown as the stored form.
class EventRules final : public RulesFor<eventsv1::Event> {
public:
    std::span<const std::string_view> selectableFields() const override { return kFields; }
    std::span<const Column> columns() const override { return kColumns; }

protected:
    void check(const eventsv1::Event& event, FieldErrors& errors) const override {
        const corev1::Event stored = toCore(event);
        checkEvent(stored, errors);
        checkStrictly(stored, errors);
    }
    void checkUpdate(const eventsv1::Event& event, const eventsv1::Event& old, FieldErrors& errors) const override {
        const corev1::Event stored = toCore(event);
        checkEvent(stored, errors);
        checkUnchanged(stored, toCore(old), errors);
    }
    std::string selectable(const eventsv1::Event& event, std::string_view path) const override {
        return coreField(toCore(event), path);
    }
    Cells row(const eventsv1::Event& event, const Context& context) const override {
        return coreRow(toCore(event), context);
    }

private:
    static corev1::Event toCore(const eventsv1::Event& event) {
        corev1::Event core;
        eventToCore(&event, &core);
        return core;
    }
};

}  // namespace

void eventToCore(const void* event, void* core) {
    const auto& from = *static_cast<const eventsv1::Event*>(event);
    auto& to = *static_cast<corev1::Event*>(core);
    to = {};
    to.apiVersion = "v1";
    to.kind = "Event";
    to.metadata = from.metadata;
    to.involvedObject = from.regarding;
    to.reason = from.reason;
    to.message = from.note;
    to.source = from.deprecatedSource;
    to.firstTimestamp = from.deprecatedFirstTimestamp;
    to.lastTimestamp = from.deprecatedLastTimestamp;
    to.count = from.deprecatedCount;
    to.type = from.type;
    to.eventTime = from.eventTime;
    if (from.series) {
        auto& series = to.series.emplace();
        series.count = from.series->count;
        series.lastObservedTime = from.series->lastObservedTime;
    }
    to.action = from.action;
    to.related = from.related;
    to.reportingComponent = from.reportingController;
    to.reportingInstance = from.reportingInstance;
}

void eventFromCore(const void* core, void* event) {
    const auto& from = *static_cast<const corev1::Event*>(core);
    auto& to = *static_cast<eventsv1::Event*>(event);
    to = {};
    to.apiVersion = "events.k8s.io/v1";
    to.kind = "Event";
    to.metadata = from.metadata;
    to.regarding = from.involvedObject;
    to.reason = from.reason;
    to.note = from.message;
    to.deprecatedSource = from.source;
    to.deprecatedFirstTimestamp = from.firstTimestamp;
    to.deprecatedLastTimestamp = from.lastTimestamp;
    to.deprecatedCount = from.count;
    to.type = from.type;
    to.eventTime = from.eventTime;
    if (from.series) {
        auto& series = to.series.emplace();
        series.count = from.series->count;
        series.lastObservedTime = from.series->lastObservedTime;
    }
    to.action = from.action;
    to.related = from.related;
    to.reportingController = from.reportingComponent;
    to.reportingInstance = from.reportingInstance;
}

const Rules& coreEvent() {
    static const CoreEventRules rules;
    return rules;
}

const Rules& event() {
    static const EventRules rules;
    return rules;
}

}  // namespace armillary::resources::rules
