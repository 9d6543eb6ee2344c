package io.github.joulekeeper.engine;

/**
 * Where the stations stand, for sunrise and sunset.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record Place(double latitude, double longitude) {
    public Place {
        if (!(latitude >= -90 && latitude <= 90)) {
            throw new IllegalArgumentException("The latitude (%s) must be -90 to 90 degrees north".formatted(latitude));
        }
        if (!(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException(
                    "The longitude (%s) must be -180 to 180 degrees east".formatted(longitude));
        }
    }
}
