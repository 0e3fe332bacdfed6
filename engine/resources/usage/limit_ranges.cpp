#include "engine/resources/usage/limit_ranges.h"

#include <cstdio>

#include "engine/resources/usage/pod_resources.h"

namespace armillary::resources::usage {
namespace {

using Sentences = std::vector<std::string>;

/// A list item with upstream's defaults: limits default to the maximum, requests to the limits, then to the minimum.
corev1::LimitRangeItem withDefaults(corev1::LimitRangeItem item) {
    if (item.type != corev1::kLimitTypeContainer) return item;
    for (const auto& [name, quantity] : item.max) item.default_.try_emplace(name, quantity);
    for (const auto& [name, quantity] : item.default_) item.defaultRequest.try_emplace(name, quantity);
    for (const auto& [name, quantity] : item.min) item.defaultRequest.try_emplace(name, quantity);
    return item;
}

std::string fill(Quantities& target, const Quantities& defaults, std::string_view what, const std::string& container) {
    std::string names;
    for (const auto& [name, quantity] : defaults)
        if (target.try_emplace(name, quantity).second) names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? names : names + " " + std::string(what) + " for " + container;
}

void fillContainers(std::vector<corev1::Container>& containers, const corev1::LimitRangeItem& item,
                    std::string_view kind, Sentences& notes) {
    for (corev1::Container& container : containers) {
        std::string name = std::string(kind) + " " + container.name;
        for (std::string note : {fill(container.resources.requests, item.defaultRequest, "request", name),
                                 fill(container.resources.limits, item.default_, "limit", name)})
            if (!note.empty()) notes.push_back(std::move(note));
    }
}

/// What one container, pod or claim is measured by.
struct LimitMeasured {
    std::string_view kind;
    const Quantities& requests;
    const Quantities& limits;
};

const schema::Quantity* find(const Quantities& list, const std::string& name) {
    auto found = list.find(name);
    return found == list.end() ? nullptr : &found->second;
}

std::string usage(std::string_view bound, const std::string& name, const LimitMeasured& what,
                  const schema::Quantity& enforced) {
    return std::string(bound) + " " + name + " usage per " + std::string(what.kind) + " is " +
           std::string(enforced.text());
}

void checkMinimum(const corev1::LimitRangeItem& item, const LimitMeasured& what, Sentences& errors) {
    for (const auto& [name, enforced] : item.min) {
        const auto* request = find(what.requests, name);
        const auto* limit = find(what.limits, name);
        std::string start = usage("minimum", name, what, enforced);
        if (!request)
            errors.push_back(start + ".  No request is specified");
        else if (*request < enforced)
            errors.push_back(start + ", but request is " + std::string(request->text()));
        else if (limit && *limit < enforced)
            errors.push_back(start + ", but limit is " + std::string(limit->text()));
    }
}

void checkMaximum(const corev1::LimitRangeItem& item, const LimitMeasured& what, Sentences& errors) {
    for (const auto& [name, enforced] : item.max) {
        const auto* request = find(what.requests, name);
        const auto* limit = find(what.limits, name);
        std::string start = usage("maximum", name, what, enforced);
        if (!limit)
            errors.push_back(start + ".  No limit is specified");
        else if (*limit > enforced)
            errors.push_back(start + ", but limit is " + std::string(limit->text()));
        else if (request && *request > enforced)
            errors.push_back(start + ", but request is " + std::string(request->text()));
    }
}

void checkRatio(const corev1::LimitRangeItem& item, const LimitMeasured& what, Sentences& errors) {
    for (const auto& [name, enforced] : item.maxLimitRequestRatio) {
        const auto* request = find(what.requests, name);
        const auto* limit = find(what.limits, name);
        std::string start =
            name + " max limit to request ratio per " + std::string(what.kind) + " is " + std::string(enforced.text());
        if (!request || request->isZero()) {
            errors.push_back(start + ", but no request is specified or request is 0");
        } else if (!limit || limit->isZero()) {
            errors.push_back(start + ", but no limit is specified or limit is 0");
        } else {
            double ratio = static_cast<double>(limit->milliValue()) / static_cast<double>(request->milliValue());
            if (ratio <= static_cast<double>(enforced.milliValue()) / 1000) continue;
            char text[32];
            std::snprintf(text, sizeof(text), "%f", ratio);
            errors.push_back(start + ", but provided ratio is " + text);
        }
    }
}

void checkItem(const corev1::LimitRangeItem& item, const LimitMeasured& what, const std::string& container,
               std::vector<BeyondLimit>& found) {
    Sentences errors;
    checkMinimum(item, what, errors);
    checkMaximum(item, what, errors);
    checkRatio(item, what, errors);
    for (std::string& text : errors) found.push_back({container, std::move(text)});
}

}  // namespace

std::vector<std::string> applyDefaults(const corev1::LimitRange& range, corev1::Pod& pod) {
    Sentences notes;
    for (const corev1::LimitRangeItem& raw : range.spec.limits) {
        if (raw.type != corev1::kLimitTypeContainer) continue;
        const corev1::LimitRangeItem item = withDefaults(raw);
        fillContainers(pod.spec.containers, item, "container", notes);
        fillContainers(pod.spec.initContainers, item, "init container", notes);
    }
    return notes;
}

std::vector<BeyondLimit> beyond(const corev1::LimitRange& range, const corev1::Pod& pod) {
    std::vector<BeyondLimit> found;
    for (const corev1::LimitRangeItem& item : range.spec.limits) {
        if (item.type == corev1::kLimitTypeContainer)
            for (const auto* containers : {&pod.spec.containers, &pod.spec.initContainers})
                for (const corev1::Container& container : *containers)
                    checkItem(item,
                              {corev1::kLimitTypeContainer, container.resources.requests, container.resources.limits},
                              container.name, found);
        if (item.type != corev1::kLimitTypePod) continue;
        const PodResources sum = resourcesOf(pod);
        checkItem(item, {corev1::kLimitTypePod, sum.requests, sum.limits}, {}, found);
    }
    return found;
}

std::vector<BeyondLimit> beyond(const corev1::LimitRange& range, const corev1::PersistentVolumeClaim& claim) {
    std::vector<BeyondLimit> found;
    const LimitMeasured what{corev1::kLimitTypePersistentVolumeClaim, claim.spec.resources.requests,
                             claim.spec.resources.limits};
    for (const corev1::LimitRangeItem& item : range.spec.limits) {
        if (item.type != corev1::kLimitTypePersistentVolumeClaim) continue;
        for (const auto& [name, enforced] : item.min) {
            const auto* request = find(what.requests, name);
            const std::string start = usage("minimum", name, what, enforced);
            if (!request)
                found.push_back({{}, start + ".  No request is specified"});
            else if (*request < enforced)
                found.push_back({{}, start + ", but request is " + std::string(request->text())});
        }
        for (const auto& [name, enforced] : item.max) {
            const auto* request = find(what.requests, name);
            const std::string start = usage("maximum", name, what, enforced);
            if (!request)
                found.push_back({{}, start + ".  No request is specified"});
            else if (*request > enforced)
                found.push_back({{}, start + ", but request is " + std::string(request->text())});
        }
    }
    return found;
}

}  // namespace armillary::resources::usage
