#include <algorithm>
#include <format>

#include "engine/relations/draft.h"
#include "engine/schema/json_document.h"

namespace armillary::relations {

namespace json = boost::json;

namespace {

/// What an item of a list is called when one has to be chosen.
std::string_view singularOf(std::string_view list) {
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"volumes", "volume"},
                                                                        {"volumeClaimTemplates", "template"},
                                                                        {"rules", "rule"},
                                                                        {"listeners", "listener"},
                                                                        {"webhooks", "webhook"}};
    const auto* found = std::ranges::find(kNames, list, [](const auto& each) { return each.first; });
    return found == std::end(kNames) ? "item" : found->second;
}

/// Those that stand between a custom resource's old versions need more than the service.
void completeConversion(Draft& draft) {
    const Place conversion{"spec", "conversion"};
    if (textAt(draft.source, conversion + "strategy") != "Webhook") draft.set(conversion + "strategy", "Webhook");
    const Place versions = conversion + "webhook" + "conversionReviewVersions";
    if (sizeAt(draft.source, versions) == 0) draft.set(versions, json::array{"v1"});
}

/// What would contradict the reference: another way of saying who is meant, of the one before.
void dropOld(Draft& draft, const Place& holder, const json::object& reference) {
    std::vector<std::string_view> said;
    if (draft.row.saysNamespace) said = {"namespace", "uid", "resourceVersion"};
    if (draft.row.saysKind) said.insert(said.end(), {"apiVersion", "apiGroup", "group", "kind"});
    for (const std::string_view name : said)
        if (!reference.contains(name) && at(draft.source, holder + std::string(name)))
            draft.remove(holder + std::string(name));
    const auto other = [&](const Place& place) {
        if (at(draft.source, place)) draft.remove(place);
    };
    if (holder.back() == Place::value_type("service")) {
        const Place around = front(holder, holder.size() - 1);
        other(around + "url");
        other(around + "resource");
    }
    if (holder.back() == Place::value_type("resource")) other(front(holder, holder.size() - 1) + "service");
}

}  // namespace

std::optional<json::value> askServicePort(Draft& draft) {
    const Port kind = draft.row.writing.port;
    if (kind == Port::None || kindOf(*draft.to).name != "Service") return {};
    const Place ports{"spec", "ports"};
    Question question{"port", Question::Kind::Port, {}, {}, kind != Port::Optional};
    for (std::size_t i = 0; i < sizeAt(draft.target, ports); ++i) {
        const std::string name = textAt(draft.target, ports + i + "name");
        const std::string number = textAt(draft.target, ports + i + "port");
        if (kind == Port::Backend && !name.empty())
            question.choices.push_back(name);
        else if (!number.empty())
            question.choices.push_back(number);
    }
    // A number may be said where the port has a name, too.
    const auto shown = question.choices;
    for (std::size_t i = 0; kind == Port::Backend && i < sizeAt(draft.target, ports); ++i)
        if (auto number = textAt(draft.target, ports + i + "port"); !std::ranges::contains(question.choices, number))
            question.choices.push_back(std::move(number));
    if (!shown.empty()) question.suggestion = shown.front();
    if (kind == Port::Optional && std::ranges::contains(question.choices, "443")) question.suggestion = "443";
    const std::string answer = draft.ask(std::move(question));
    if (answer.empty()) return {};
    const bool isNumber =
        answer.size() <= 5 && std::ranges::all_of(answer, [](char c) { return c >= '0' && c <= '9'; });
    const std::int64_t number = isNumber ? std::stoll(answer) : 0;
    if (isNumber && (number < 1 || number > 65535)) draft.mistake("a port is a number from 1 to 65535");
    if (kind == Port::Backend)
        return json::value(isNumber ? json::object{{"number", number}} : json::object{{"name", answer}});
    if (!isNumber) draft.mistake("a port is a number from 1 to 65535");
    return json::value(number);
}

void drawName(Draft& draft) {
    const Pattern& pattern = draft.pattern;
    const std::size_t lists = behindLastList(pattern);
    Place holder;
    if (lists > 0) {
        auto items = placesOf(draft.source, {pattern.begin(), pattern.begin() + std::ptrdiff_t(lists)});
        if (draft.row.writing.form == Form::Member)
            std::erase_if(items, [&](const Place& item) {
                return std::ranges::none_of(pattern[lists].names, [&](std::string_view name) {
                    return at(draft.source, item + std::string(name));
                });
            });
        const auto chosen = draft.choose(singularOf(pattern[lists - 1].names.front()), items);
        if (!chosen) return;
        holder = *chosen;
    }
    for (std::size_t i = lists; i + 1 < pattern.size(); ++i) {
        const auto& names = pattern[i].names;
        const auto there = std::ranges::find_if(
            names, [&](std::string_view name) { return at(draft.source, holder + std::string(name)); });
        holder = holder + std::string(there == names.end() ? names.front() : *there);
    }
    const json::object reference = draft.reference();
    const auto port = askServicePort(draft);
    if (at(draft.source, holder)) {
        for (const auto& [name, value] : reference) {
            const auto* old = at(draft.source, holder + std::string(name));
            if (!old || *old != value) draft.set(holder + std::string(name), value);
        }
        if (port) draft.set(holder + "port", *port);
        dropOld(draft, holder, reference);
    } else {
        json::object made = reference;
        if (port) made["port"] = *port;
        draft.set(holder, made);
        if (holder.size() > 1) dropOld(draft, holder, reference);
    }
    if (draft.way.id == "conversion") completeConversion(draft);
    // An old name of the same field, which the server keeps the same.
    const Place old = front(holder, holder.size()) + "serviceAccount";
    if (draft.way.id == "service-account" && at(draft.source, old)) draft.set(old, json::string(draft.to->name()));
    // A class says where the object is that it is set up with.
    if (draft.way.id == "parameters")
        draft.set(holder + "scope", draft.to->namespace_().empty() ? "Cluster" : "Namespace");
}

void drawItem(Draft& draft) {
    const Pattern& pattern = draft.pattern;
    const std::size_t lists = behindLastList(pattern);
    Pattern outer(pattern.begin(), pattern.begin() + std::ptrdiff_t(lists) - 1);
    const PatternStep& list = pattern[lists - 1];

    json::object reference = draft.reference();
    if (const auto port = askServicePort(draft)) reference["port"] = *port;
    json::value item = nested({pattern.begin() + std::ptrdiff_t(lists), pattern.end() - 1}, 0, std::move(reference));
    if (const auto beside = schema::parseDocument(draft.row.writing.beside))
        for (const auto& [name, value] : beside->get_object()) item.get_object()[name] = value;
    if (draft.way.id == "tls") {
        const std::string host =
            draft.ask({"host", Question::Kind::Text, textAt(draft.source, placeOf("spec.rules[0].host")), {}, false});
        if (!host.empty()) item.get_object()["hosts"] = json::array{json::string(host)};
    }

    const std::size_t outerLists = behindLastList(outer);
    if (outerLists == 0) return draft.insert(plain(outer) + list.names.front(), item);
    Pattern items(outer.begin(), outer.begin() + std::ptrdiff_t(outerLists));
    const auto places = placesOf(draft.source, items);
    if (places.empty() && items.back().names.front() == "rules") {
        // The first rule is made for it.
        const Place rules = plain(items);
        return draft.insert(rules, json::object{{list.names.front(), json::array{std::move(item)}}});
    }
    const auto chosen = draft.choose(singularOf(items.back().names.front()), places);
    if (!chosen) return;
    Place place = *chosen;
    for (std::size_t i = outerLists; i < outer.size(); ++i) place = place + outer[i].names.front();
    draft.insert(place + list.names.front(), item);
}

}  // namespace armillary::relations
