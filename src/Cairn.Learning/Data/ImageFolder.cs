namespace Cairn.Data;

/// <summary>A folder of pictures in folders by class: <c>animals/cat/1.png</c>, <c>animals/dog/2.png</c>.</summary>
/// <remarks>Classes and files are taken in ordinal order of their names, so that the same folder gives the same data set everywhere. PNG and PNM
/// are read; other kinds of pictures are refused, files that are no pictures passed over.</remarks>
public sealed record ImageFolder
{
    static readonly string[] Readable = [".png", ".pbm", ".pgm", ".ppm", ".pnm"];
    static readonly string[] Foreign = [".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".avif", ".heic"];

    /// <summary>The folder.</summary>
    public required string Path
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(Path));
            field = value;
        }
    }

    /// <summary>The size that every picture is brought to; null, the default, when all have the same size.</summary>
    public (int Height, int Width)? Size
    {
        get;
        init => field = value is null or ( >= 1, >= 1) ? value : throw new ArgumentOutOfRangeException(nameof(Size), value, "Size: height and width are at least 1");
    }

    /// <summary>How pictures of other sizes are brought to <see cref="Size"/>; bilinear unless set.</summary>
    public Resampling Resampling { get; init; } = Resampling.Bilinear;

    /// <summary>True for one channel of grey, Y = .299 R + .587 G + .114 B; false, the default, for three of red, green and blue.</summary>
    public bool IsGrey { get; init; }

    /// <summary>Reads all pictures. Alpha is dropped.</summary>
    /// <param name="context">Progress and cancellation.</param>
    /// <returns>Float32 pictures [n, 1 or 3, height, width] from 0 to 1, and their classes, named like the folders.</returns>
    /// <exception cref="ArgumentException">Sizes differ and <see cref="Size"/> is not set, or there are no classes or a class without pictures.</exception>
    /// <exception cref="NotSupportedException">A picture is of another kind, such as JPEG.</exception>
    /// <exception cref="CairnFormatException">A picture is damaged; the message names it.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Dataset Read(FitContext? context = null)
    {
        context ??= new FitContext();
        string[] folders = [.. Directory.GetDirectories(Path).Order(StringComparer.Ordinal)];
        if (folders.Length == 0) throw new ArgumentException($"Path: '{Path}' has no folders; put the pictures of each class into a folder of its name", nameof(Path));
        var files = new List<(string Path, int Class)>();
        for (int k = 0; k < folders.Length; k++)
        {
            string[] own = [.. Directory.GetFiles(folders[k]).Where(IsPicture).Order(StringComparer.Ordinal)];
            if (own.Length == 0) throw new ArgumentException($"Path: the folder '{folders[k]}' has no pictures; remove it, or put some there", nameof(Path));
            files.AddRange(own.Select(f => (f, k)));
        }
        int channels = IsGrey ? 1 : 3;
        var (height, width) = Size ?? (0, 0);
        float[] pixels = [];
        int pictureLength = 0;
        for (int i = 0; i < files.Count; i++)
        {
            context.ThrowIfCancelled();
            var picture = Channels(PictureFile.Read(files[i].Path));
            if (Size is not null) picture = PictureResize.Resize(picture, height, width, Resampling);
            if (i == 0)
            {
                (height, width) = (picture.Shape[1], picture.Shape[2]);
                pictureLength = picture.Length;
                pixels = new float[new Shape(files.Count, channels, height, width).Elements];
            }
            if (picture.Shape[1] != height || picture.Shape[2] != width)
                throw new ArgumentException($"Size: '{files[i].Path}' has {picture.Shape[1]} x {picture.Shape[2]} pixels, those before it {height} x {width}; "
                    + $"set Size = ({height}, {width}) to bring all to one size", nameof(Size));
            picture.AsReadOnlySpan<float>().CopyTo(pixels.AsSpan(i * pictureLength));
            context.Report((i + 1.0) / files.Count, files[i].Path);
        }
        return new Dataset(Tensor.Own(pixels, new Shape(files.Count, channels, height, width)), Tensor.From([.. files.Select(f => f.Class)]),
            ClassLabels.Of(folders.Select(f => System.IO.Path.GetFileName(f))), targetName: "class");
    }

    static bool IsPicture(string path)
    {
        string extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
        if (Foreign.Contains(extension)) throw new NotSupportedException($"'{path}': pictures of the kind {extension} are not read; convert them to PNG");
        return Readable.Contains(extension);
    }

    /// <summary>The picture as float32 from 0 to 1 with the channels that are asked for.</summary>
    Tensor Channels(Tensor picture)
    {
        var unit = picture.DType == DType.UInt8 ? PixelScale.ToUnit(picture) : picture.To<float>() / 65535f;
        bool hasColor = unit.Shape[0] >= 3;
        if (IsGrey) return hasColor ? unit[0..1] * 0.299f + unit[1..2] * 0.587f + unit[2..3] * 0.114f : unit[0..1].Contiguous();
        return hasColor ? unit[0..3].Contiguous() : Tensor.Concat([unit[0..1], unit[0..1], unit[0..1]]);
    }
}
