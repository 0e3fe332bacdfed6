#include <algorithm>

#include "engine/schema/field_equality.h"
#include "engine/server/json_text.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

bool isSpecLike(std::string_view member) {
    return member != "metadata" && member != "status" && member != "kind" && member != "apiVersion";
}

/// Whether two values agree in every member of their own for which `matters` holds.
template <class Matters>
bool agree(const Value& left, const Value& right, Matters matters) {
    return std::ranges::all_of(left.type().fields, [&](const schema::FieldInfo& field) {
        return !matters(field.jsonName) ||
               schema::equalField(field, static_cast<const char*>(left.get()) + field.offset,
                                  static_cast<const char*>(right.get()) + field.offset);
    });
}

}  // namespace

Result<void> admitMutating(Core& core, AdmissionCall& call) {
    // A webhook that changes what others have seen asks for one more round, in which only those are asked again.
    for (Reinvocation& round = call.reinvocation; true; round.running = true) {
        for (const auto& plugin : core.admission)
            if (auto done = plugin->mutate(call); !done) return done;
        if (!round.wanted || round.running) return {};
    }
}

Result<void> admitValidating(Core& core, const AdmissionCall& call) {
    for (const auto& plugin : core.admission)
        if (auto done = plugin->validate(call); !done) return done;
    return {};
}

Result<void> admit(Core& core, AdmissionCall call) {
    if (auto admitted = admitMutating(core, call); !admitted) return admitted;
    return admitValidating(core, call);
}

void warnOf(const Resource& resource, const void* object, const void* old, const RequestNotes& notes) {
    if (!notes.warnings) return;
    for (const std::string& warning : resource.rules->warnings(object, old)) notes.warn(warning);
}

bool specDiffers(const Value& left, const Value& right) {
    return !agree(left, right, isSpecLike);
}

Value withMemberOf(const Value& base, const Value& overlay, std::string_view field) {
    const auto kept = [&](std::string_view member) {
        return (isSpecLike(member) || member == "status") && member != field;
    };
    if (agree(base, overlay, kept)) return overlay.clone();
    const std::string baseJson = base.json(), overlayJson = overlay.json();
    std::string merged = "{";
    const auto append = [&](const Member& member) {
        if (merged.size() > 1) merged += ',';
        merged.append("\"").append(member.name).append("\":").append(member.value);
    };
    for (const Member& member : membersOf(overlayJson))
        if (!isSpecLike(member.name) ? (member.name != "status" || field == "status") : member.name == field)
            append(member);
    for (const Member& member : membersOf(baseJson))
        if (kept(member.name)) append(member);
    merged += '}';
    Value value(base.type());
    if (auto done = schema::decodeJson(base.type(), value.get(), merged); !done)
        throw std::logic_error("merged object does not decode: " + done.error().text());
    return value;
}

}  // namespace armillary::server
