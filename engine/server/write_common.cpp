#include "engine/server/json_text.h"
#include "engine/server/write.h"

namespace armillary::server {
namespace {

bool isSpecLike(std::string_view member) {
    return member != "metadata" && member != "status" && member != "kind" && member != "apiVersion";
}

std::vector<Member> specMembers(std::string_view json) {
    std::vector<Member> members = membersOf(json);
    std::erase_if(members, [](const Member& member) { return !isSpecLike(member.name); });
    return members;
}

}  // namespace

Result<void> admitMutating(Core& core, AdmissionCall& call) {
    for (const auto& plugin : core.admission)
        if (auto done = plugin->mutate(call); !done) return done;
    return {};
}

Result<void> admitValidating(Core& core, const AdmissionCall& call) {
    for (const auto& plugin : core.admission)
        if (auto done = plugin->validate(call); !done) return done;
    return {};
}

bool specDiffers(const Value& left, const Value& right) {
    const std::string leftJson = left.json(), rightJson = right.json();
    const std::vector<Member> leftMembers = specMembers(leftJson), rightMembers = specMembers(rightJson);
    return !std::ranges::equal(leftMembers, rightMembers,
                               [](const Member& a, const Member& b) { return a.name == b.name && a.value == b.value; });
}

Value withMemberOf(const Value& base, const Value& overlay, std::string_view field) {
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
        if ((isSpecLike(member.name) || member.name == "status") && member.name != field) append(member);
    merged += '}';
    Value value(base.type());
    if (auto done = schema::decodeJson(base.type(), value.get(), merged); !done)
        throw std::logic_error("merged object does not decode: " + done.error().text());
    return value;
}

}  // namespace armillary::server
