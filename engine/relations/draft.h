#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/relations/places.h"
#include "engine/relations/rows.h"
#include "engine/relations/writing.h"

/// One row being written for two objects. For the sources of this folder only.
namespace armillary::relations {

/// The same code asks and writes: without options it takes every suggestion, and what it asked for is in `way`.
struct Draft {
    Draft(ObjectRef source, ObjectRef target, const Row& of, const WayOptions* options);

    ObjectRef from, to;
    const Row& row;
    const Pattern pattern;  ///< the row's path in `from`
    boost::json::value source, target;
    Way way;
    std::vector<FieldChange> changes;
    std::string refusal;  ///< why this cannot be, whatever is answered
    std::string wrong;    ///< what is wrong with an answer

    /// What was answered, or what is taken without an answer.
    std::string ask(Question question);
    /// What was answered; "" without an answer.
    std::string said(std::string_view id) const;
    /// One of the things that a list on the way has. None with a refusal where the list is empty.
    std::optional<Place> choose(std::string_view id, const std::vector<Place>& places);
    void refuse(std::string why);
    void mistake(std::string what);
    bool failed() const { return !refusal.empty() || (m_options && !wrong.empty()); }

    void set(const Place& place, const boost::json::value& value);
    void insert(const Place& list, const boost::json::value& item);
    void remove(const Place& place);

    /// What a reference to `to` says: its name and, where the row has it, namespace and kind.
    boost::json::object reference() const;

private:
    const WayOptions* m_options;
};

/// "Deployment 'web'".
std::string called(const Object& object);
std::string called(const ObjectId& object);
/// Whether what refers to the object says its kind as well.
bool saysKindFor(const Row& row, const Kind& to);

void drawName(Draft& draft);
void drawItem(Draft& draft);
void drawEnvKey(Draft& draft);
void drawEnvAll(Draft& draft);
void drawVolume(Draft& draft);
void drawPath(Draft& draft);
void drawSelector(Draft& draft);
void drawPeer(Draft& draft);
void drawNodeLabel(Draft& draft);

/// What a port is called where it is asked for: of the target. Absent where none is asked for or said.
std::optional<boost::json::value> askServicePort(Draft& draft);
/// The labels that tell an object's pods apart from others.
boost::json::object tellingLabels(const ObjectRef& object);

}  // namespace armillary::relations
