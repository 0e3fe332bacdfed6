#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/kinds/pod/pod_state.h"
#include "engine/schema/object.h"
#include "sphere_geometry.h"

namespace armillary::app {

class TopologyModel;
struct TopologyChanges;
struct PodDot;

/// A pod of a machine, in the machine's own measures: its room has the radius 1.
struct Moon {
    std::string key;
    PodState state = PodState::Waiting;
    int workload = 0;
    double angle = 0, orbit = 0;  ///< clockwise from twelve o'clock, in radians; distance from the middle
    double size = 0;              ///< radius
    double share = 0;             ///< of the largest moon's radius, by what it requests
    std::int64_t milliCpu = 0, memory = 0;
};

/// How a machine fares. Always seen as a colour together with a mark or a word.
enum class MachineTone { Fine, Cordoned, NotReady, Unknown };

struct MachineBody {
    std::string name;
    int number = 0;  ///< of its place
    Place3 place;
    MachineTone tone = MachineTone::Fine;
    double cpuShare = 0, memoryShare = 0;  ///< requested, of what is allocatable; more than 1 when overcommitted
    int capacity = 0;                      ///< pods that it takes; 0 when unknown
    std::vector<Moon> moons;               ///< by workload
    std::vector<double> orbits;            ///< the rings that they are on
    double moonSize = 0;                   ///< radius of the largest
    std::array<int, 6> states{};           ///< pods by PodState
    /// Pods by workload's number, those of most pods first; beyond the eighth they count as one of number -1.
    std::vector<std::pair<int, int>> workloads;
    int region = 0;  ///< the one that stands for it on the far side

    bool hasFailing() const { return states[static_cast<std::size_t>(PodState::Failing)] > 0; }
};

/// A part of the sphere, seen as one where it is far away.
struct Region {
    Place3 place;
    int machines = 0, pods = 0;
    bool trouble = false;
};

/// What the sphere shows: machines at their places, with their pods around them; those that wait for one. Worked out
/// when something has changed, and of that alone, so that a frame costs what it shows and a change what it changes.
class SphereBodies {
public:
    /// Takes in what the model has now, of what has changed. Places stay.
    void apply(const TopologyModel& model, const TopologyChanges& changes);

    const std::vector<MachineBody>& machines() const { return m_machines; }
    const std::vector<Moon>& waiting() const { return m_waiting; }
    const std::vector<Region>& regions() const { return m_regions; }
    int pods() const { return m_pods; }
    /// Radius of the room that a machine has, on the unit sphere.
    double room() const { return m_room; }
    /// -1 for what is not there. Of a pod: its machine, when it has one.
    int machineNamed(const std::string& name) const;
    int machineOfPod(const std::string& key) const;
    /// How often the moons of a machine have been given their places; for tests.
    int arrangements() const { return m_arrangements; }

private:
    void rebuild(const TopologyModel& model);
    int removePod(const std::string& key);
    int addPod(const PodDot& dot);
    void arrange(MachineBody& machine, const ObjectRef& node);
    void placeMoons(MachineBody& machine) const;
    void gatherRegions();

    PlaceKeeper m_places;
    std::vector<MachineBody> m_machines;
    std::vector<Moon> m_waiting;
    std::vector<Region> m_regions;
    std::unordered_map<std::string, int> m_byName;
    std::unordered_map<std::string, int> m_byPod;  ///< -1 for what waits
    std::vector<int> m_regionOf;                   ///< by number of place; never changes
    double m_room = 0;
    int m_pods = 0, m_arrangements = 0;
};

/// What of a machine is drawn, by how large it is on the screen.
enum class Detail {
    Point,  ///< a dot of its worst state
    Ring,   ///< the body, and its pods as a ring by state
    Moons,  ///< each pod
};
/// `pixels`: radius of its room; `moonSize`: its moons' largest, of the room's.
Detail detailOf(double pixels, double moonSize);

}  // namespace armillary::app
