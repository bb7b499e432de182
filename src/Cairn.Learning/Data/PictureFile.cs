namespace Cairn.Data;

/// <summary>Pictures in files of any kind that is read: PNG and PNM, known by their first bytes.</summary>
public static class PictureFile
{
    /// <summary>Reads a picture.</summary>
    /// <returns>[channels, height, width]; see <see cref="Png.Read(string)"/> and <see cref="Pnm.Read(string)"/>.</returns>
    /// <exception cref="CairnFormatException">The file is no picture of these kinds, or is damaged; the offset says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        Span<byte> first = stackalloc byte[2];
        int count = file.ReadAtLeast(first, 2, throwOnEndOfStream: false);
        file.Position = 0;
        if (count == 2 && first[0] == 'P') return Pnm.Read(file, path);
        if (count == 2 && first[0] == PngDecoder.Signature[0]) return Png.Read(file, path);
        throw new CairnFormatException($"{path}: neither a PNG nor a PNM picture; convert it to PNG", 0UL);
    }

    /// <summary>Writes a picture as the end of the name says: <c>.png</c>, or <c>.pbm</c>, <c>.pgm</c>, <c>.ppm</c>.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="picture">[channels, height, width]: uint8, or floating numbers of 0 to 1.</param>
    /// <exception cref="ArgumentException">The name ends otherwise, or the kind has no such picture.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Tensor picture)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)) Png.Write(path, picture);
        else Pnm.Write(path, picture);
    }

    /// <summary>A picture to be written, as bytes.</summary>
    internal static (byte[] Samples, int Channels, int Height, int Width) Samples(Tensor picture, string who, int mostChannels)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Rank != 3 || picture.Length == 0 || picture.Shape[0] > mostChannels)
            throw new ArgumentException($"{who}: a picture is [1 to {mostChannels} channels, height, width], got the shape {picture.Shape}", nameof(picture));
        if (picture.DType == DType.UInt8) return (picture.ToArray<byte>(), picture.Shape[0], picture.Shape[1], picture.Shape[2]);
        if (!picture.DType.IsFloating())
            throw new ArgumentException($"{who}: samples are uint8, or floating numbers of 0 to 1, got {picture.DType.Name()}", nameof(picture));
        double[] units = picture.Detach().To<double>().ToArray<double>();
        byte[] samples = new byte[units.Length];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = units[i] is >= 0 and <= 1
                ? (byte)Math.Round(units[i] * 255)
                : throw new ArgumentException(FormattableString.Invariant($"{who}: sample {i} is {units[i]}, and samples lie between 0 and 1; clip them"), nameof(picture));
        return (samples, picture.Shape[0], picture.Shape[1], picture.Shape[2]);
    }
}
