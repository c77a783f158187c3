// QGIS's own geometry checks on one layer of polygons, as its geometry checker runs them.
//
// qgis_checks LAYER.gpkg PRECISION CHECK[:NAME=VALUE[,NAME=VALUE…]] …
//
// Reads the layer, then prints a line a check: its id, the faults it found, and the
// processor time it took, in milliseconds (the least of three runs, each with a pool of its
// own, so that no features are kept from the run before).

#include <ctime>
#include <iostream>
#include <memory>

#include <qgsanalysis.h>
#include <qgsapplication.h>
#include <qgsfeedback.h>
#include <qgsgeometrycheck.h>
#include <qgsgeometrycheckcontext.h>
#include <qgsgeometrycheckerror.h>
#include <qgsgeometrycheckregistry.h>
#include <qgsproject.h>
#include <qgsvectordataproviderfeaturepool.h>
#include <qgsvectorlayer.h>

static double processorMs()
{
  return 1000.0 * std::clock() / CLOCKS_PER_SEC;
}

static QVariantMap valuesOf( const QString &text )
{
  QVariantMap values;
  for ( const QString &pair : text.split( ',', Qt::SkipEmptyParts ) )
    values[pair.section( '=', 0, 0 )] = pair.section( '=', 1 ).toDouble();
  return values;
}

int main( int argc, char **argv )
{
  QgsApplication app( argc, argv, false );
  QgsApplication::initQgis();
  if ( argc < 4 )
    return 2;
  QgsVectorLayer layer( QString::fromUtf8( argv[1] ), QStringLiteral( "leaves" ), QStringLiteral( "ogr" ) );
  if ( !layer.isValid() )
  {
    std::cerr << "not a layer: " << argv[1] << std::endl;
    return 2;
  }
  QgsGeometryCheckContext context(
    QString( argv[2] ).toInt(), layer.crs(), QgsProject::instance()->transformContext(), QgsProject::instance() );
  for ( int at = 3; at < argc; at++ )
  {
    const QString asked = QString::fromUtf8( argv[at] );
    const QString id = asked.section( ':', 0, 0 );
    double best = -1;
    int faults = 0;
    for ( int run = 0; run < 3; run++ )
    {
      const std::unique_ptr<QgsGeometryCheck> check(
        QgsAnalysis::geometryCheckRegistry()->geometryCheck( id, &context, valuesOf( asked.section( ':', 1 ) ) ) );
      if ( !check )
      {
        std::cerr << "no such check: " << id.toStdString() << std::endl;
        return 2;
      }
      check->prepare( &context, valuesOf( asked.section( ':', 1 ) ) );
      QgsVectorDataProviderFeaturePool pool( &layer );
      QMap<QString, QgsFeaturePool *> pools;
      pools[layer.id()] = &pool;
      QList<QgsGeometryCheckError *> errors;
      QStringList messages;
      QgsFeedback feedback;
      const double began = processorMs();
      check->collectErrors( pools, errors, messages, &feedback );
      const double took = processorMs() - began;
      best = best < 0 || took < best ? took : best;
      faults = errors.size();
      qDeleteAll( errors );
    }
    std::cout << id.toStdString() << ' ' << faults << ' ' << best << std::endl;
  }
  return 0;
}
