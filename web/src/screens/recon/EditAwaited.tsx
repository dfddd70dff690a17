export { EditAwaited as default } from './AwaitedForm';
