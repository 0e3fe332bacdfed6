#include "engine/watch/cache.h"

namespace armillary::watch {

namespace {

std::string_view nameOf(EventType type) {
    switch (type) {
        case EventType::Added:
            return "ADDED";
        case EventType::Modified:
            return "MODIFIED";
        case EventType::Deleted:
            return "DELETED";
    }
    return "";
}

}  // namespace

Event::Event(EventType type, ObjectRef object, ObjectRef previous, Revision revision)
    : m_type(type), m_object(std::move(object)), m_previous(std::move(previous)), m_revision(revision) {}

std::shared_ptr<const std::string> Event::jsonFrame(EventType as) const {
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<const std::string>& frame = m_frames[static_cast<std::size_t>(as)];
    if (!frame) {
        std::string text;
        text.reserve(m_object->json().size() + 40);
        text.append(R"({"type":")").append(nameOf(as)).append(R"(","object":)").append(m_object->json()).append("}\n");
        frame = std::make_shared<const std::string>(std::move(text));
    }
    return frame;
}

void Event::forgetFrames() const {
    const std::lock_guard lock(m_mutex);
    for (auto& frame : m_frames) frame.reset();
}

}  // namespace armillary::watch
