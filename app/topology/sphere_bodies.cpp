#include "sphere_bodies.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/schema/api/corev1.h"
#include "topology_model.h"

namespace armillary::app {

namespace {

constexpr double kLargestRoom = 0.3, kRoomShare = 0.29;
constexpr double kFirstOrbit = 0.56, kLastOrbit = 0.97;
constexpr double kLargestMoon = 0.105, kSmallestMoon = 0.028;
constexpr std::size_t kMostSlices = 8;
// Enough of them to look like a sphere, few enough to draw in no time.
constexpr int kRegions = 120;
constexpr double kPointPixels = 9, kMoonPixels = 2.1;

bool isReady(const corev1::Node& node) {
    return std::ranges::any_of(node.status.conditions, [](const corev1::NodeCondition& condition) {
        return condition.type == corev1::kNodeReady && condition.status == corev1::kConditionTrue;
    });
}

/// Of 1 for a tenth of a processor; a giant is not more than so much larger.
double sizeByRequest(const PodDot& dot) {
    const double cpu = static_cast<double>(dot.milliCpu) / 100, memory = static_cast<double>(dot.memory) / (128 << 20);
    return std::clamp(std::sqrt(std::max({cpu, memory, 0.3})), 0.6, 1.7);
}

int nearestRegion(const Place3& place) {
    int nearest = 0;
    double most = -2;
    for (int region = 0; region < kRegions; ++region) {
        const Place3 middle = placeOnSphere(region);
        const double cosine = middle.x * place.x + middle.y * place.y + middle.z * place.z;
        if (cosine > most) most = cosine, nearest = region;
    }
    return nearest;
}

/// What is said of a machine by its node.
void describe(MachineBody& body, const ObjectRef& object) {
    body.tone = MachineTone::Unknown;
    body.capacity = 0;
    if (!object) return;
    const auto& node = object->as<corev1::Node>();
    body.tone = !isReady(node)            ? MachineTone::NotReady
                : node.spec.unschedulable ? MachineTone::Cordoned
                                          : MachineTone::Fine;
    if (const auto pods = node.status.allocatable.find("pods"); pods != node.status.allocatable.end())
        body.capacity = static_cast<int>(pods->second.value());
}

bool byWorkload(const Moon& left, const Moon& right) {
    return left.workload != right.workload ? left.workload < right.workload : left.key < right.key;
}

double shareOf(const ObjectRef& object, const char* resource, double milli) {
    if (!object) return 0;
    const auto& allocatable = object->as<corev1::Node>().status.allocatable;
    const auto most = allocatable.find(resource);
    const double all = most == allocatable.end() ? 0 : static_cast<double>(most->second.milliValue());
    return all > 0 ? milli / all : 0;
}

}  // namespace

Detail detailOf(double pixels, double moonSize) {
    if (pixels < kPointPixels) return Detail::Point;
    return moonSize > 0 && pixels * moonSize < kMoonPixels ? Detail::Ring : Detail::Moons;
}

void SphereBodies::rebuild(const TopologyModel& model) {
    std::vector<std::string> names;
    names.reserve(model.machines().size());
    for (const auto& machine : model.machines()) names.push_back(machine.name);
    m_places.keep(names);
    m_machines.clear();
    m_byName.clear();
    m_byPod.clear();
    m_waiting.clear();
    m_room = std::min(kLargestRoom, kRoomShare * std::sqrt(4 * M_PI / std::max(m_places.most(), 1)));
    for (const std::string& name : names) {
        MachineBody body{.name = name, .number = m_places.numberOf(name)};
        body.place = placeOnSphere(body.number);
        m_byName[name] = static_cast<int>(m_machines.size());
        m_machines.push_back(std::move(body));
    }
    for (const PodDot& dot : model.dots())
        if (!dot.leaving) addPod(dot);
    for (std::size_t at = 0; at < m_machines.size(); ++at) arrange(m_machines[at], model.machines()[at].node);
}

void SphereBodies::apply(const TopologyModel& model, const TopologyChanges& changes) {
    m_pods = model.podCount();
    if (changes.everything) {
        rebuild(model);
    } else {
        // Machines by their place in the model, which is theirs here too.
        std::set<int> touched;
        for (const std::string& key : changes.pods) {
            touched.insert(removePod(key));
            if (const int dot = model.indexOfKey(key); dot >= 0)
                touched.insert(addPod(model.dots()[static_cast<std::size_t>(dot)]));
        }
        for (const std::string& name : changes.machines) touched.insert(machineNamed(name));
        touched.erase(-1);
        for (const int at : touched)
            arrange(m_machines[static_cast<std::size_t>(at)], model.machines()[static_cast<std::size_t>(at)].node);
    }
    std::ranges::sort(m_waiting, byWorkload);
    gatherRegions();
}

/// Which machine it was taken from; -1 when none had it.
int SphereBodies::removePod(const std::string& key) {
    const auto known = m_byPod.find(key);
    if (known == m_byPod.end()) return -1;
    const int at = known->second;
    std::erase_if(at < 0 ? m_waiting : m_machines[static_cast<std::size_t>(at)].moons,
                  [&](const Moon& moon) { return moon.key == key; });
    m_byPod.erase(known);
    return at;
}

/// Which machine it was given to; -1 when it waits for one.
int SphereBodies::addPod(const PodDot& dot) {
    Moon moon{.key = dot.key,
              .state = dot.state,
              .workload = dot.workload,
              .share = std::min(1.0, 0.62 * sizeByRequest(dot)),
              .milliCpu = dot.milliCpu,
              .memory = dot.memory};
    const int at = machineNamed(dot.machine());
    m_byPod[dot.key] = at;
    (at < 0 ? m_waiting : m_machines[static_cast<std::size_t>(at)].moons).push_back(std::move(moon));
    return at;
}

/// Everything about a machine that follows from its node and its pods.
void SphereBodies::arrange(MachineBody& machine, const ObjectRef& node) {
    ++m_arrangements;
    describe(machine, node);
    machine.states = {};
    double milliCpu = 0, memory = 0;
    for (const Moon& moon : machine.moons) {
        ++machine.states[static_cast<std::size_t>(moon.state)];
        milliCpu += static_cast<double>(moon.milliCpu);
        memory += static_cast<double>(moon.memory);
    }
    machine.cpuShare = shareOf(node, "cpu", milliCpu);
    machine.memoryShare = shareOf(node, "memory", memory * 1000);
    std::ranges::sort(machine.moons, byWorkload);
    placeMoons(machine);
}

/// On as few rings as hold them, workload after workload; the more there are the smaller they get.
void SphereBodies::placeMoons(MachineBody& machine) const {
    const auto count = machine.moons.size();
    machine.moonSize = 0;
    machine.orbits.clear();
    for (double radius = kLargestMoon; count > 0; radius *= 0.92) {
        const double gap = 2.15 * radius;
        machine.orbits.clear();
        std::size_t holds = 0;
        for (double orbit = kFirstOrbit; orbit <= kLastOrbit && holds < count; orbit += gap) {
            machine.orbits.push_back(orbit);
            holds += static_cast<std::size_t>(2 * M_PI * orbit / gap);
        }
        if (holds < count && radius > kSmallestMoon) continue;
        machine.moonSize = radius;
        // As full as each other, so that no ring has a few stragglers.
        std::size_t next = 0;
        double before = 0, all = 0;
        for (const double orbit : machine.orbits) all += orbit;
        for (const double orbit : machine.orbits) {
            before += orbit;
            const auto until =
                std::min(count, static_cast<std::size_t>(std::lround(static_cast<double>(count) * before / all)));
            const auto onRing = static_cast<double>(until - next);
            for (double i = 0; next < until; ++next, ++i) {
                Moon& moon = machine.moons[next];
                moon.orbit = orbit;
                moon.angle = 2 * M_PI * i / onRing;
                moon.size = radius * moon.share;
            }
        }
        break;
    }
    std::map<int, int> workloads;
    for (const Moon& moon : machine.moons) ++workloads[moon.workload];
    machine.workloads.assign(workloads.begin(), workloads.end());
    std::ranges::stable_sort(machine.workloads, std::greater(), &std::pair<int, int>::second);
    if (machine.workloads.size() <= kMostSlices) return;
    int others = 0;
    for (std::size_t i = kMostSlices; i < machine.workloads.size(); ++i) others += machine.workloads[i].second;
    machine.workloads.resize(kMostSlices);
    machine.workloads.emplace_back(-1, others);
}

void SphereBodies::gatherRegions() {
    m_regions.assign(kRegions, {});
    for (int region = 0; region < kRegions; ++region)
        m_regions[static_cast<std::size_t>(region)].place = placeOnSphere(region);
    while (m_regionOf.size() < static_cast<std::size_t>(m_places.most()))
        m_regionOf.push_back(nearestRegion(placeOnSphere(static_cast<int>(m_regionOf.size()))));
    for (MachineBody& machine : m_machines) {
        machine.region = m_regionOf[static_cast<std::size_t>(machine.number)];
        Region& region = m_regions[static_cast<std::size_t>(machine.region)];
        ++region.machines;
        region.pods += static_cast<int>(machine.moons.size());
        region.trouble = region.trouble || machine.hasFailing() || machine.tone == MachineTone::NotReady;
    }
}

int SphereBodies::machineNamed(const std::string& name) const {
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? -1 : found->second;
}

int SphereBodies::machineOfPod(const std::string& key) const {
    const auto found = m_byPod.find(key);
    return found == m_byPod.end() ? -1 : found->second;
}

}  // namespace armillary::app
