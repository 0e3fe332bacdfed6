#include "every_place.h"

#include <QDebug>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

namespace armillary::app {

namespace {

// Of the sample: one of each that has something of its own to show.
const QString kDeployment = QStringLiteral("apps/Deployment");
const QString kDeploymentKey = QStringLiteral("shop/storefront");
const QString kPod = QStringLiteral("/Pod"), kNode = QStringLiteral("/Node"), kNodeKey = QStringLiteral("node-1");

void invoke(QObject* object, const char* function, const QString& argument) {
    QVERIFY(QMetaObject::invokeMethod(object, function, Q_ARG(QString, argument)));
}

}  // namespace

QQuickItem* EveryPlace::popup() const {
    QQuickItem* top = nullptr;
    find(m_window->contentItem(), [&](QQuickItem* item) {
        if (item->inherits("QQuickPopupItem")) top = item;
        return false;
    });
    return top;
}

QQuickItem* EveryPlace::reachable() const {
    QQuickItem* open = popup();
    return open ? open : m_window->contentItem();
}

std::vector<QQuickItem*> EveryPlace::visibleBelow(QQuickItem* root) {
    std::vector<QQuickItem*> items;
    find(root, [&](QQuickItem* item) {
        items.push_back(item);
        return false;
    });
    return items;
}

QString EveryPlace::placeOf(const QQuickItem* item) {
    QStringList names;
    for (; item && names.size() < 5; item = item->parentItem()) {
        QString name = QString::fromLatin1(item->metaObject()->className()).section(QStringLiteral("_QML"), 0, 0);
        if (!item->objectName().isEmpty()) name += u'#' + item->objectName();
        names << name;
    }
    return names.join(QStringLiteral(" < "));
}

void EveryPlace::report(const QStringList& wrong) {
    QStringList list = wrong;
    list.removeDuplicates();
    for (const QString& what : list) qInfo().noquote() << what;
    QVERIFY2(list.isEmpty(), qPrintable(QStringLiteral("%1 faults, listed above").arg(list.size())));
}

void EveryPlace::settle() {
    const auto busy = [this] {
        return find(m_window->contentItem(),
                    [](QQuickItem* item) { return item->property("kind").toString() == u"loading"; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(!busy(), kPatience);
    // What has just come finds its place with the next frame.
    QSignalSpy frames(m_window, &QQuickWindow::frameSwapped);
    m_window->update();
    QTRY_VERIFY_WITH_TIMEOUT(!frames.isEmpty(), kPatience);
}

void EveryPlace::begin() {
    openStill();
    theme()->setProperty("reducedMotion", true);
}

void EveryPlace::go(const QString& page) {
    invoke(m_window->property("navigator").value<QObject*>(), "go", page);
    QTRY_COMPARE_WITH_TIMEOUT(this->page(), page, kPatience);
    settle();
}

void EveryPlace::push(const QString& button) {
    QTRY_VERIFY_WITH_TIMEOUT(item(button), kPatience);
    QVERIFY(QMetaObject::invokeMethod(item(button), "click"));
}

void EveryPlace::visitPopup(const QString& place, const Look& look, const std::function<void()>& open) {
    open();
    QTRY_VERIFY_WITH_TIMEOUT(popup(), kPatience);
    settle();
    look(place);
    while (popup()) {
        QQuickItem* const shown = popup();
        press(Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(popup() != shown, kPatience);
    }
}

void EveryPlace::visitPages(const Look& look) {
    const QVariantList pages = view()->property("pages").value<QObject*>()->property("all").toList();
    QVERIFY(pages.size() > 3);
    for (const QVariant& entry : pages) {
        const QString id = entry.toMap()[QStringLiteral("id")].toString();
        go(id);
        look(id);
    }
    go(QStringLiteral("topology"));
    for (const char* shown : {"sphere", "map", "flat"}) {
        invoke(part("topology"), "show", QString::fromLatin1(shown));
        settle();
        look(QStringLiteral("topology, ") + QString::fromLatin1(shown));
        visitPopup(QStringLiteral("filters of ") + QString::fromLatin1(shown), look,
                   [this] { push(QStringLiteral("topologyFilters")); });
    }
}

void EveryPlace::openDetails(const QString& resource, const QString& key) {
    QMetaObject::invokeMethod(m_window->property("navigator").value<QObject*>(), "open", Q_ARG(QString, resource),
                              Q_ARG(QString, key));
    QTRY_VERIFY_WITH_TIMEOUT(details()->property("exists").toBool(), kPatience);
    settle();
}

void EveryPlace::visitDetails(const Look& look) {
    const QString pod = QString::fromStdString(topology()->dots()[0].object->key());
    const std::pair<QString, QString> objects[] = {
        {kDeployment, kDeploymentKey},
        {kPod, pod},
        {kNode, kNodeKey},
        {QStringLiteral("/ConfigMap"), QStringLiteral("shop/storefront-settings")}};
    for (const auto& [resource, key] : objects) {
        openDetails(resource, key);
        QQuickItem* const tabs = item(QStringLiteral("detailTabs"));
        for (int tab = 0; tab < tabs->property("count").toInt(); ++tab) {
            tabs->setProperty("currentIndex", tab);
            settle();
            look(QStringLiteral("details of %1, tab %2").arg(resource).arg(tab));
        }
        tabs->setProperty("currentIndex", 0);
    }
    QMetaObject::invokeMethod(m_window->property("navigator").value<QObject*>(), "close");
}

void EveryPlace::visitDock(const Look& look) {
    const QString pod = QString::fromStdString(topology()->dots()[0].object->key());
    const std::tuple<QString, QString, QString> views[] = {{QStringLiteral("logs"), kDeployment, kDeploymentKey},
                                                           {QStringLiteral("yaml"), kDeployment, kDeploymentKey},
                                                           {QStringLiteral("drain"), kNode, kNodeKey},
                                                           {QStringLiteral("terminal"), kPod, pod}};
    for (const auto& [name, resource, key] : views) {
        QVERIFY(QMetaObject::invokeMethod(part("dock"), "show", Q_ARG(QString, name), Q_ARG(QString, resource),
                                          Q_ARG(QString, key)));
        settle();
        look(QStringLiteral("dock, ") + name);
    }
    QMetaObject::invokeMethod(part("dock"), "toggle");
}

void EveryPlace::visitMenus(const Look& look) {
    visitPopup(QStringLiteral("palette"), look, [this] { press(Qt::Key_K, Qt::ControlModifier); });
    visitPopup(QStringLiteral("keys"), look, [this] { press(Qt::Key_F1); });
    visitPopup(QStringLiteral("clusters"), look, [this] { push(QStringLiteral("clusterPicker")); });
    visitPopup(QStringLiteral("namespaces"), look, [this] { push(QStringLiteral("namespacePicker")); });
    visitPopup(QStringLiteral("notifications"), look, [this] { push(QStringLiteral("bellButton")); });
    go(QStringLiteral("explorer"));
    visitPopup(QStringLiteral("columns"), look, [this] { push(QStringLiteral("tableColumns")); });
    item(QStringLiteral("resourceTable"))->forceActiveFocus();
    press(Qt::Key_Home);
    visitPopup(QStringLiteral("actions"), look, [this] { press(Qt::Key_Menu); });
}

void EveryPlace::visitDialogs(const Look& look) {
    const QString pod = QString::fromStdString(topology()->dots()[0].object->key());
    const std::tuple<QString, QString, QString> dialogs[] = {{QStringLiteral("scale"), kDeployment, kDeploymentKey},
                                                             {QStringLiteral("image"), kDeployment, kDeploymentKey},
                                                             {QStringLiteral("label"), kDeployment, kDeploymentKey},
                                                             {QStringLiteral("pin"), kDeployment, kDeploymentKey},
                                                             {QStringLiteral("delete"), kDeployment, kDeploymentKey},
                                                             {QStringLiteral("rollback"), kDeployment, kDeploymentKey},
                                                             {QStringLiteral("taint"), kNode, kNodeKey},
                                                             {QStringLiteral("forward"), kPod, pod}};
    for (const auto& [id, resource, key] : dialogs)
        visitPopup(QStringLiteral("dialog ") + id, look, [&] {
            QVERIFY(QMetaObject::invokeMethod(part("actions"), "request", Q_ARG(QString, resource),
                                              Q_ARG(QStringList, QStringList{key}), Q_ARG(QString, id)));
        });
    m_clusters->setProduction(0, true);
    visitPopup(QStringLiteral("unlock"), look, [this] { push(QStringLiteral("lockButton")); });
    m_clusters->setProduction(0, false);
}

void EveryPlace::visit(const Look& look) {
    begin();
    const std::function<void()> parts[] = {[&] { visitPages(look); }, [&] { visitDetails(look); },
                                           [&] { visitMenus(look); }, [&] { visitDialogs(look); },
                                           [&] { visitDock(look); }};
    for (const auto& part : parts)
        if (!QTest::currentTestFailed()) part();
}

void EveryPlace::visitStart(const Look& look) {
    openLocal();
    theme()->setProperty("reducedMotion", true);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("createCluster")), kPatience);
    look(QStringLiteral("welcome"));
    m_programs->onServer = std::unexpected("armillaryd: cannot listen on 127.0.0.1:6443: the port is in use");
    m_programs->taken = true;
    push(QStringLiteral("createCluster"));
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("remedy-useFreePort")), kPatience);
    look(QStringLiteral("a start that failed"));
    visitPopup(QStringLiteral("log of the start"), look, [this] { push(QStringLiteral("showLog")); });
    closeWindow();
    openLocal(true);
    theme()->setProperty("reducedMotion", true);
    openSettings();
    look(QStringLiteral("settings of a cluster of this machine"));
    visitPopup(QStringLiteral("closing"), look, [this] { m_window->close(); });
}

}  // namespace armillary::app
