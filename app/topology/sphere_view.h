#pragma once

#include <vector>

#include "scene_view.h"
#include "sphere_bodies.h"
#include "topology_model.h"

namespace armillary::app {

/// The cluster as an armillary sphere: the control plane in the middle, machines on the sphere, pods around their
/// machine, and those that wait for one as beads on the ring that everything hangs in. Turned by dragging, by the
/// arrow keys and by reveal(); zoomed by the wheel and by + and -.
class SphereView : public SceneView {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::TopologyModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
    /// How the control plane fares: a word of the theme's tones, and what to say of it.
    Q_PROPERTY(QString controlTone MEMBER m_controlTone NOTIFY appearanceChanged)
    Q_PROPERTY(QString controlText MEMBER m_controlText NOTIFY appearanceChanged)
    /// Pods may be dragged onto machines.
    Q_PROPERTY(bool movable MEMBER m_movable NOTIFY appearanceChanged)
    /// What a screen reader says of the selection.
    Q_PROPERTY(QString description READ description NOTIFY selectionChanged)
    Q_PROPERTY(double zoom READ zoom NOTIFY cameraChanged)
    Q_PROPERTY(double yaw READ yaw NOTIFY cameraChanged)
    Q_PROPERTY(double pitch READ pitch NOTIFY cameraChanged)

public:
    explicit SphereView(QQuickItem* parent = nullptr);

    TopologyModel* model() const { return m_model; }
    void setModel(TopologyModel* model);
    QVariantMap hovered() const override;
    QString description() const;
    double zoom() const { return m_camera.zoom; }
    double yaw() const { return m_camera.yaw; }
    double pitch() const { return m_camera.pitch; }

    /// Turns to an object, and goes near enough to tell it from others. False when it is not here.
    Q_INVOKABLE bool reveal(const QString& resource, const QString& key);
    void fit() override;
    void zoomBy(double factor) override;
    QPointF pointOf(const QString& resource, const QString& key) const override;

    /// Machines, each followed by its pods; then the pods that wait for one.
    int partCount() const override;
    QString partKey(int part) const override;
    ScenePart partAt(int part) const override;
    int currentPart() const override;
    void choosePart(int part) override;
    void openPart(int part) override;

    const SphereBodies& bodies() const { return m_bodies; }

signals:
    void modelChanged();
    void cameraChanged();
    /// A pod has been dropped on a machine.
    void dropped(const QString& key, const QString& machine);

protected:
    void draw(Scene& scene) override;
    bool advance(double seconds, double byItself) override;
    void hover(QPointF at) override;
    void selectionTaken() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// Something that was drawn, and can be pointed at.
    struct Target {
        enum class What { Nothing, Machine, Moon, Waiting, Region, Control } what = What::Nothing;
        int index = -1, moon = -1;
        QPointF at;
        double reach = 0;
    };

    /// A machine, with -1 for `moon`, or a pod: of a machine, or with -1 for `machine` one that waits.
    struct Body {
        int machine = -1, moon = -1;
    };
    Body bodyAt(int part) const;
    QString descriptionOf(int machine) const;
    static QString toneWord(MachineTone tone);
    std::pair<QString, QString> objectOf(const Body& body) const;

    void takeChanges();
    void turnTo(const Camera& camera);
    void turnBy(double yaw, double pitch);
    Target targetAt(QPointF point) const;
    QString resourceOf(const Target& target) const;
    QString keyOf(const Target& target) const;
    void step(int by);
    void stepPod(int by);
    bool isSelected(const MachineBody& machine) const;
    bool isSelected(const Moon& moon) const;

    // sphere_drawing.cpp
    void drawRing(Scene& scene);
    void drawSphereLines(Scene& scene, bool front) const;
    void drawControlPlane(Scene& scene);
    void drawMachines(Scene& scene);
    void drawRegions(Scene& scene);
    void drawMachine(Scene& scene, int index, const Camera::Seen& seen);
    void drawBody(Scene& scene, const MachineBody& machine, QPointF at, double radius, double presence) const;
    void drawMoons(Scene& scene, int index, QPointF at, double room, double presence);
    void drawSlices(Scene& scene, const MachineBody& machine, QPointF at, double room, double presence) const;
    void drawLabels(Scene& scene) const;
    void drawDrag(Scene& scene) const;
    QColor colorOf(const Moon& moon, double presence) const;

    TopologyModel* m_model = nullptr;
    SphereBodies m_bodies;
    bool m_movable = false;
    QString m_controlTone, m_controlText;
    std::string m_selectedPod;  ///< the key, when it is a pod's

    Camera m_camera, m_turnFrom, m_turnTo;
    double m_turn = 1;   ///< from 0 to 1 while it turns by itself
    QPointF m_velocity;  ///< pixels a second, after a drag
    double m_room = 0;   ///< as it is drawn; follows what it should be

    std::vector<Target> m_targets;  ///< in the order in which they were drawn
    Target m_hovered, m_pressed;
    QPointF m_lastAt;
    QElapsedTimer m_sinceMove;
    bool m_turning = false, m_dragging = false;
    TopologyChanges m_changes;  ///< not taken in yet
};

}  // namespace armillary::app
