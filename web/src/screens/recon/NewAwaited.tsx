export { NewAwaited as default } from './AwaitedForm';
