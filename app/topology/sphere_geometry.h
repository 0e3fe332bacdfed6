#pragma once

#include <QPointF>
#include <QSizeF>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace armillary::app {

/// A point of space; the sphere has the radius 1, `y` points up, `z` away from who looks.
struct Place3 {
    double x = 0, y = 0, z = 0;
};

/// The place with this number on the unit sphere. Any number of them, counted from 0, lie evenly, and none depends on
/// how many there are: a low-discrepancy sequence after the plastic number.
Place3 placeOnSphere(int number);

/// Gives names the lowest free numbers, and lets each keep its own for as long as it is there.
class PlaceKeeper {
public:
    /// Exactly these are there now; those that are new get numbers in their order.
    void keep(const std::vector<std::string>& names);
    /// -1 for a name that is not there.
    int numberOf(const std::string& name) const;
    /// One more than the highest number that is taken.
    int most() const { return static_cast<int>(m_taken.size() + m_free.size()); }

private:
    std::map<std::string, int> m_taken;
    std::set<int> m_free;  ///< below the highest
};

/// Where one stands, and how space looks from there.
struct Camera {
    double yaw = 0.35, pitch = 0.32;  ///< radians that the sphere is turned by: to the right, towards the viewer
    double zoom = 1;
    QSizeF view;

    static constexpr double kSteepest = 1.4;
    static constexpr double kNearest = 12, kFarthest = 0.5;

    /// As it is seen: turned, still of radius 1.
    Place3 turned(const Place3& place) const;
    struct Seen {
        QPointF at;        ///< in the view's pixels
        double scale = 1;  ///< pixels for a length of 1 there
        double depth = 0;  ///< -1 nearest, 1 farthest
    };
    Seen look(const Place3& place) const { return project(turned(place)); }
    Seen project(const Place3& turned) const;
    /// Pixels of the sphere's radius in its middle.
    double radius() const;
    /// Turns by a way that a pointer went on the sphere's front.
    void drag(QPointF pixels);
    /// The yaw and pitch that bring a place to the front; yaw on the shorter way from here.
    Camera facing(const Place3& place) const;
};

/// A great circle, or one of latitude, `steps` points of it; tilted about the z axis, in radians.
std::vector<Place3> circleOnSphere(double latitude, double tilt, int steps, double radius = 1);
/// From pole to pole and back, at a longitude.
std::vector<Place3> meridian(double longitude, int steps, double radius = 1);

}  // namespace armillary::app
