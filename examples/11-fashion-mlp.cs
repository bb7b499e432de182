#:project ../src/Cairn/Cairn.csproj

// Fashion-MNIST is fetched once and kept; CAIRN_MIRROR names a folder that has it already.
var (train, test) = Datasets.FashionMnist(flat: true);

var net = new Sequential(
    new Linear(784, 500, activation: Activation.Relu),
    new Linear(500, 200, activation: Activation.Relu),
    new Linear(200, 100, activation: Activation.Relu),
    new Linear(100, 10));

var trainer = new Trainer
{
    Optimizer = new Adam { LearningRate = 0.01 },
    BatchSize = 1000,
    Epochs = Epochs(15),
    Metrics = [TrainingMetric.Accuracy],
    Callbacks = [new ProgressBar()],
};
var history = trainer.Fit(net, train, validation: test);

Console.WriteLine(net.Summary(1000, 784));
Console.WriteLine(history);
history.LearningCurve().SaveSvg("fashion-mlp.svg");
net.Save("fashion.cairn");

// fewer where CAIRN_EPOCHS says so, for a quick look
static int Epochs(int wanted)
{
    int most = int.TryParse(Environment.GetEnvironmentVariable("CAIRN_EPOCHS"), out int epochs) ? epochs : wanted;
    if (most < wanted) Console.WriteLine($"{most} of {wanted} epochs");
    return Math.Min(most, wanted);
}
