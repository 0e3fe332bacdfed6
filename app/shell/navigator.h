#pragma once

#include <QObject>
#include <QtQmlIntegration>
#include <vector>

namespace armillary::app {

/// Where one is in the window, and the way back: the page, the kind that the explorer shows, the object whose details
/// are open.
class Navigator : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString page READ page NOTIFY changed)
    /// "apps/Deployment": what the explorer shows.
    Q_PROPERTY(QString resource READ resource NOTIFY changed)
    /// The open object's resource and key; "" when none is open.
    Q_PROPERTY(QString objectResource READ objectResource NOTIFY changed)
    Q_PROPERTY(QString objectKey READ objectKey NOTIFY changed)
    Q_PROPERTY(bool canGoBack READ canGoBack NOTIFY changed)
    Q_PROPERTY(bool canGoForward READ canGoForward NOTIFY changed)

public:
    explicit Navigator(QObject* parent = nullptr)
        : QObject(parent), m_places{{QStringLiteral("topology"), {}, {}, {}}} {}

    QString page() const { return here().page; }
    QString resource() const { return here().resource; }
    QString objectResource() const { return here().objectResource; }
    QString objectKey() const { return here().objectKey; }
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }

    /// To a page; what is open there closes.
    Q_INVOKABLE void go(const QString& page);
    /// To a kind in the explorer.
    Q_INVOKABLE void browse(const QString& resource);
    /// Opens an object's details where one is.
    Q_INVOKABLE void open(const QString& resource, const QString& key);
    Q_INVOKABLE void close();
    Q_INVOKABLE void back();
    Q_INVOKABLE void forward();
    /// To where one was before the last step; twice, and one is here again.
    Q_INVOKABLE void swap();

signals:
    void changed();

private:
    struct Place {
        QString page, resource, objectResource, objectKey;
        bool operator==(const Place&) const = default;
    };
    const Place& here() const { return m_places[m_at]; }
    void visit(Place place);

    std::vector<Place> m_places;  ///< bounded, the oldest go
    std::size_t m_at = 0;
};

}  // namespace armillary::app
